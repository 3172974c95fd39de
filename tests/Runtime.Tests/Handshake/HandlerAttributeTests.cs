using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WebSockets.Hosting;
using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Handshake;

/// <summary>The attributes of a handler class, which are metadata of its endpoint.</summary>
internal sealed class HandlerAttributeTests
{
    [TestCase(typeof(Marked))]
    [TestCase(typeof(MarkedMiddle))]
    [TestCase(typeof(MarkedRoot))]
    [TestCase(typeof(object))]
    [TestCase(typeof(HandlerAttributeTests))]
    public void They_are_those_that_reflection_inherits(Type type) =>
        Assert.That(HandlerAttributes.Of(type).Select(Text), Is.EquivalentTo(type.GetCustomAttributes(inherit: true).Select(Text)));

    [Test]
    public async Task Those_of_base_classes_come_first_so_that_the_own_ones_win()
    {
        await using var host = await TestHost.StartAsync<Marked>();
        var endpoint = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.Single();

        Assert.That(endpoint.Metadata.OfType<ManyAttribute>().Select(many => many.Value), Is.EqualTo(new object[] { 1, 2, "a", "b" }));
        Assert.That(endpoint.Metadata.OfType<OnceAttribute>().Select(once => once.Value), Is.EqualTo(new[] { "own" }));
        Assert.That(endpoint.Metadata.GetMetadata<ManyAttribute>()?.Value, Is.EqualTo("b"));
    }

    [Test]
    public async Task They_are_made_as_the_source_says_whatever_they_are()
    {
        await using var host = await TestHost.StartAsync<Marked>();
        var endpoint = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.Single();

        Assert.That(endpoint.Metadata.OfType<OverloadedAttribute>().Select(overloaded => overloaded.Constructor), Is.EqualTo(new[] { "object", "int" }));
        Assert.That(endpoint.Metadata.OfType<TypeAttribute>().Select(type => SourceNameOf(type.Type)), Is.EqualTo(new[] { "Unspeakable" }));
        Assert.That(endpoint.Metadata.Select(Text), Has.One.Contains("Secret").And.One.Contains("LocalAttribute").And.One.Contains("LabAttribute"));
        Assert.That(endpoint.Metadata.OfType<NotInheritedAttribute>(), Is.Empty);
    }

    private static string SourceNameOf(Type type) => WebSockets.Messages.SourceName.Of(type);

    private static string Text(object attribute) => $"{attribute.GetType()} {(attribute as ManyAttribute)?.Value} {(attribute as OnceAttribute)?.Value}";
}

[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
internal sealed class ManyAttribute(object value) : Attribute
{
    public object Value { get; } = value;
}

[AttributeUsage(AttributeTargets.Class)]
internal sealed class OnceAttribute(string value) : Attribute
{
    public string Value { get; } = value;
}

[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class NotInheritedAttribute : Attribute;

[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
internal sealed class OverloadedAttribute : Attribute
{
    public OverloadedAttribute(object value, int more) => Constructor = value is int && more > 0 ? "object" : "";

    public OverloadedAttribute(int value, int more) => Constructor = value > 0 && more > 0 ? "int" : "";

    public string Constructor { get; }
}

[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;
}

[AttributeUsage(AttributeTargets.Class)]
file sealed class LocalAttribute : Attribute;

file sealed class Unspeakable;

[Experimental("LAB")]
[AttributeUsage(AttributeTargets.Class)]
internal sealed class LabAttribute : Attribute;

#pragma warning disable LAB // it is the point
[Many(1), Once("root"), NotInherited, Secret, Lab]
internal class MarkedRoot
{
    [AttributeUsage(AttributeTargets.Class)]
    private sealed class SecretAttribute : Attribute;
}
#pragma warning restore LAB

[Many(2), Type(typeof(Unspeakable))]
internal class MarkedMiddle : MarkedRoot;

[WebSocketHandler("/marked")]
[Many("a"), Many("b"), Once("own"), Local]
[Overloaded((object)5, 1), Overloaded(5, 1)]
internal sealed partial class Marked : MarkedMiddle
{
    [OnOpen]
    public string Open() => "open";
}
