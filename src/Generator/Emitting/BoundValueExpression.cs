using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Emitting;

/// <summary>The expression that reads a value of the handshake.</summary>
internal static class BoundValueExpression
{
    public static string Of(BoundValueModel value)
    {
        var type = value.Form is BoundForm.Text or BoundForm.Texts ? "" : $"<{value.Element}>";
        var read = $"binder.{value.Source}({CSharpLiteral.String(value.Key)}).{value.Form}{type}({Fallback(value)})";

        // A default of null on a parameter that does not take it is the user's word for "never missing".
        return value is { Fallback: "null" or "default", Type: { IsNullable: false, IsValueType: false } } ? read + "!" : read;
    }

    // All values of a name: none is an empty array, so nothing can be missing.
    private static string Fallback(BoundValueModel value) => value.Form switch
    {
        BoundForm.Texts or BoundForm.ParseAll or BoundForm.EnumAll => "",
        BoundForm.ParseNullable or BoundForm.EnumNullable => value.Fallback is null or "null" ? "" : value.Fallback,
        _ => value.Fallback ?? "",
    };
}
