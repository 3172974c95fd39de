namespace WebSockets.Aot.Tests.Infrastructure;

/// <summary>The programs under test.</summary>
internal static class Programs
{
    /// <summary>The app with every feature.</summary>
    public static Task<string> WireHostAsync(Compiler compiler) =>
        compiler == Compiler.Aot ? Native.PublishAsync("tests/Wire.Host") : Task.FromResult(Repository.WireHost);
}
