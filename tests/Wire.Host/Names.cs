using Microsoft.AspNetCore.Authorization;

namespace WebSockets.Wire.Host;

[Message(1)]
internal sealed record Multiply(int A, int B);

[Message(2)]
internal sealed record Product(int Value);

[Message(-3)]
internal readonly record struct Depth(int Value);

[Message]
internal sealed record Box<T>(T Value);

internal class Animal
{
    public string? Name { get; set; }
}

[Message(4)]
internal sealed class Dog : Animal;

/// <summary>Names that are integers, and types that are only sent.</summary>
[WebSocketHandler("/names")]
internal sealed partial class Names
{
    [OnMessage]
    Product Multiply(Multiply multiply) => new(multiply.A * multiply.B);

    [OnMessage("1")]
    string Text() => "the text 1";

    [OnMessage]
    Depth Mirror(Depth depth) => depth;

    [OnMessage("box")]
    ValueTask SendBox(WebSocketConnection me) => me.SendAsync(new Box<Box<int>>(new(1)));

    [OnMessage("inner")]
    ValueTask SendInner(WebSocketConnection me) => me.SendAsync(new Inner(1));

    [OnMessage("dog")]
    ValueTask SendDog(WebSocketConnection me) => me.SendAsync<Animal>(new Dog { Name = "rex" });

    [OnMessage]
    string Unnamed(string text) => $"unnamed {text}";

    [Message(5)]
    internal sealed record Inner(int Value);
}

internal interface IMark
{
    string Text { get; }
}

[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
internal sealed class MarkAttribute(string text) : Attribute, IMark
{
    public string Text => text;
}

[AttributeUsage(AttributeTargets.Class)]
file sealed class LocalMarkAttribute : Attribute, IMark
{
    public string Text { get; set; } = "";
}

[AttributeUsage(AttributeTargets.Class)]
file sealed class GenericMarkAttribute<T> : Attribute, IMark
{
    public string Text => typeof(T).Name;
}

[AttributeUsage(AttributeTargets.Method, Inherited = false)]
file sealed class LocalAdminsAttribute : AuthorizeAttribute
{
    public LocalAdminsAttribute() => Roles = "admin";
}

[Mark("root"), NotInherited]
internal abstract class MarkedRoot
{
    [OnMessage("inherited"), Hidden]
    protected string Inherited() => "inherited";

    [OnMessage("overridden"), Hidden]
    protected abstract string Overridden();

    [AttributeUsage(AttributeTargets.Class, Inherited = false)]
    private sealed class NotInheritedAttribute : Attribute, IMark
    {
        public string Text => "not inherited";
    }

    [AttributeUsage(AttributeTargets.Method, Inherited = false)]
    private sealed class HiddenAttribute : AuthorizeAttribute
    {
        public HiddenAttribute() => Roles = "admin";
    }
}

/// <summary>Attributes of all kinds, on the class and on its message methods.</summary>
[WebSocketHandler("/attributes")]
[Mark("own"), LocalMark(Text = "local"), GenericMark<Dog>]
internal sealed partial class Attributes : MarkedRoot
{
    [OnMessage("marks")]
    string Marks(string text) => _marks;

    [OnMessage("local"), LocalAdmins]
    string Local() => "local";

    [OnMessage("overload"), LocalAdmins]
    string Overload(Multiply? multiply) => "overload";

    [OnMessage("free")]
    string Overload() => "free";

    [OnMessage(1), LocalAdmins]
    static string Static(WebSocketConnection me) => "static";

    protected override string Overridden() => "overridden";

    [OnOpen]
    void Open(HttpContext http) => _marks = string.Join(", ", http.GetEndpoint()!.Metadata.OfType<IMark>().Select(mark => mark.Text));

    private string _marks = "";
}
