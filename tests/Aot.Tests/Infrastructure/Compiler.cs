namespace WebSockets.Aot.Tests.Infrastructure;

/// <summary>What makes machine code of the program under test.</summary>
public enum Compiler
{
    /// <summary>The runtime, while it runs.</summary>
    Jit,

    /// <summary>The native compiler, when it is published: no reflection over what it has not seen, and no code but what it has made.</summary>
    Aot,
}

/// <summary>Runs the tests of a class against the program as it was built.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class JitAttribute() : TestFixtureAttribute(Compiler.Jit);

/// <summary>Runs the tests of a class against the program as it was published with <c>PublishAot</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class AotAttribute : TestFixtureAttribute
{
    public AotAttribute() : base(Compiler.Aot) => Category = "Aot";
}
