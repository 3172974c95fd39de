using WebSockets.Messages;

namespace WebSockets.Hosting;

/// <summary>Writes a type as C# source has it, for errors with lines to paste.</summary>
internal static class TypeName
{
    public static string CSharp(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return CSharp(underlying) + "?";
        }

        if (type.IsArray)
        {
            return Array(type);
        }

        if (type.IsPrimitive || type == typeof(string) || type == typeof(decimal) || type == typeof(object))
        {
            return Keyword(type);
        }

        var arguments = new Queue<Type>(type.GetGenericArguments());
        var name = Named(type, arguments);
        return string.IsNullOrEmpty(type.Namespace) ? name : $"{type.Namespace}.{name}";
    }

    // C# writes the brackets of the outer array first: int[][,] holds int[,].
    private static string Array(Type type)
    {
        var brackets = "";
        for (; type.IsArray; type = type.GetElementType()!)
        {
            brackets += $"[{new string(',', type.GetArrayRank() - 1)}]";
        }

        return CSharp(type) + brackets;
    }

    // The arguments of nested generic types are all listed on the innermost; each part takes its own.
    private static string Named(Type type, Queue<Type> arguments)
    {
        var outer = type.DeclaringType is { } declaring ? Named(declaring, arguments) + "." : "";
        var tick = type.Name.IndexOf('`');
        if (tick < 0)
        {
            return outer + SourceName.Of(type);
        }

        var own = Enumerable.Range(0, int.Parse(type.Name.AsSpan(tick + 1), System.Globalization.CultureInfo.InvariantCulture)).Select(_ => CSharp(arguments.Dequeue()));
        return $"{outer}{SourceName.Of(type)}<{string.Join(", ", own)}>";
    }

    private static string Keyword(Type type) => type.Name switch
    {
        "Boolean" => "bool",
        "Int16" => "short",
        "UInt16" => "ushort",
        "Int32" => "int",
        "UInt32" => "uint",
        "Int64" => "long",
        "UInt64" => "ulong",
        "Single" => "float",
        "IntPtr" => "nint",
        "UIntPtr" => "nuint",
        var name => name.ToLowerInvariant(),
    };
}
