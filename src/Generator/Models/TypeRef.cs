namespace WebSockets.Generator.Models;

/// <summary>A type as emitted code writes it, in place of its symbol.</summary>
/// <param name="Name">Fully qualified; without the question mark of a nullable reference.</param>
/// <param name="IsValueType">Whether it is a struct; <see cref="Nullable{T}"/> is one.</param>
/// <param name="IsNullable">Whether null is a value of it, as declared.</param>
internal sealed record TypeRef(string Name, bool IsValueType, bool IsNullable)
{
    public string Annotated => IsNullable && !IsValueType ? Name + "?" : Name;
}
