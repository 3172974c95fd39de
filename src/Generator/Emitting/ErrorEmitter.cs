using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Emitting;

/// <summary>Writes <c>ErrorAsync</c>: the first method that fits and can be given what it takes.</summary>
internal static class ErrorEmitter
{
    private const string Outcome = "global::WebSockets.CompilerServices.WebSocketErrorOutcome";

    public static void Write(SourceWriter writer, HandlerModel handler, HandlerNames names)
    {
        if (handler.Methods.Errors.Count == 0)
        {
            return;
        }

        writer.Write("// The most derived exception that fits wins.");
        writer.Write($"public override global::System.Threading.Tasks.ValueTask<{Outcome}> ErrorAsync(global::WebSockets.WebSocketConnection? connection, global::Microsoft.AspNetCore.Http.HttpContext? http, global::System.Exception exception)").Open();
        writer.Write("switch (exception)").Open();
        foreach (var method in handler.Methods.Errors)
        {
            WriteMethod(writer, method, names);
        }

        writer.Close().Separate();
        writer.Write($"return new({Outcome}.Unhandled);");
        writer.Close().Separate();
    }

    private static void WriteMethod(SourceWriter writer, MethodModel method, HandlerNames names)
    {
        var call = CallExpression.Of(method, CallSite.Error, names);
        writer.Write($"// {method.Display}");
        writer.Write($"case {method.Exception} error{Conditions(method)}:");
        writer.WriteDeeper(method.Return switch
        {
            { Shape: ReturnShape.Void } => $"{call};\nreturn new({Outcome}.Handled);",
            { Shape: ReturnShape.Value } => $"return {Outcome}.From((global::Microsoft.AspNetCore.Http.IResult?){call});",
            _ => $"return {Outcome}.From({call});",
        }).Separate();
    }

    // A method that cannot be given what it insists on is passed over.
    private static string Conditions(MethodModel method)
    {
        List<string> conditions = [];
        if (method.Arguments.Any(static argument => argument is { Kind: ArgumentKind.Connection, IsNullable: false }))
        {
            conditions.Add("connection is not null");
        }

        if (method.Arguments.Any(static argument => argument is { Kind: ArgumentKind.HttpContext or ArgumentKind.HttpRequest, IsNullable: false }))
        {
            conditions.Add("http is not null");
        }

        if (method.UsesBoundValues)
        {
            conditions.Add("IsBound");
        }

        return conditions.Count == 0 ? "" : " when " + string.Join(" && ", conditions);
    }
}
