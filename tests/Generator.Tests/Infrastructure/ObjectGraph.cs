using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace WebSockets.Generator.Tests.Infrastructure;

/// <summary>Follows every field and item from an object on, to find what belongs to the compiler.</summary>
internal static class ObjectGraph
{
    /// <summary>The way to each object of the compiler's, as a text: <c>HandlerModel._methods.ReturnType: SourceNamedTypeSymbol</c>.</summary>
    public static IReadOnlyList<string> WaysToCompiler(object root)
    {
        var found = new List<string>();
        Follow(root, root.GetType().Name, found, new HashSet<object>(ReferenceEqualityComparer.Instance));
        return found;
    }

    private static void Follow(object? value, string way, List<string> found, HashSet<object> seen)
    {
        if (value is null or string or Type || value.GetType() is { IsPrimitive: true } or { IsEnum: true } || (!value.GetType().IsValueType && !seen.Add(value)))
        {
            return;
        }

        if (IsOfCompiler(value))
        {
            found.Add($"{way}: {value.GetType().Name}");
            return;
        }

        if (value is IEnumerable items)
        {
            foreach (var item in items)
            {
                Follow(item, way + "[]", found, seen);
            }
        }

        foreach (var field in Fields(value.GetType()))
        {
            Follow(field.GetValue(value), way + "." + field.Name, found, seen);
        }
    }

    private static IEnumerable<FieldInfo> Fields(Type? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).Where(field => !field.FieldType.IsPointer))
            {
                yield return field;
            }
        }
    }

    private static bool IsOfCompiler(object value) => value
        is ISymbol or Compilation or SemanticModel or SyntaxNode or SyntaxTree or SyntaxToken or SyntaxTrivia or SyntaxReference or Location
        or AttributeData or TypedConstant or IOperation or MetadataReference or ParseOptions or CompilationOptions or AnalyzerConfigOptions
        or Diagnostic or DiagnosticDescriptor or SourceText or GeneratorSyntaxContext or GeneratorAttributeSyntaxContext
        || value.GetType().Assembly.GetName().Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal);
}
