using Microsoft.CodeAnalysis;
using WebSockets.Generator.Infrastructure;
using WebSockets.Generator.Models;

namespace WebSockets.Generator.Parsing;

/// <summary>Decides the parameters of <c>GetUrl</c>: one for each variable of the path.</summary>
internal static class UrlParser
{
    private const string Name = "GetUrl";

    /// <summary>Null: the class has a member of its own in that place.</summary>
    public static UrlModel? Parse(HandlerContext context, IReadOnlyList<LifecycleMethod> methods)
    {
        var names = new UniqueNames("httpContext");
        var isInternal = false;
        var parameters = new List<UrlParameterModel>();
        foreach (var variable in context.Route.Variables)
        {
            var type = BoundType(context, methods, variable);
            isInternal |= type is not null && !IsPublic(type);
            parameters.Add(new(
                names.Get(CSharpIdentifier.FromText(variable.Name)),
                variable.Name,
                type?.ToCode() ?? ConstraintType(variable),
                variable.CanBeLeftOut));
        }

        var model = new UrlModel(isInternal, parameters.OrderBy(static parameter => parameter.IsOptional).ToEquatableArray());
        return IsTaken(context.Type, model) ? null : model;
    }

    // Whether the method is valid does not matter: what the user's code calls should not change with an error elsewhere.
    private static ITypeSymbol? BoundType(HandlerContext context, IReadOnlyList<LifecycleMethod> methods, RouteVariable variable) => (
        from method in methods
        from parameter in method.Symbol.Parameters
        let attributes = ParameterAttributes.Read(parameter)
        where attributes.Source is null or BoundSource.Route && !attributes.IsService
        where string.Equals(attributes.Key ?? parameter.Name, variable.Name, StringComparison.OrdinalIgnoreCase)
        where BoundValueParser.IsSingle(parameter.Type)
        let type = parameter.Type.WithoutNullable().WithNullableAnnotation(NullableAnnotation.NotAnnotated)
        where IsVisible(type)
        select type).FirstOrDefault();

    private static string ConstraintType(RouteVariable variable) =>
        variable.Constraints.Select(static constraint => constraint.ToLowerInvariant() switch
        {
            "int" => "int",
            "long" => "long",
            "bool" => "bool",
            "decimal" => "decimal",
            "double" => "double",
            "float" => "float",
            "guid" => "global::System.Guid",
            "datetime" => "global::System.DateTime",
            _ => null,
        }).FirstOrDefault(static type => type is not null) ?? "string";

    private static bool IsTaken(INamedTypeSymbol type, UrlModel model) =>
        type.Name == Name || type.GetMembers(Name).Any(member => member is not IMethodSymbol method || (!method.IsGenericMethod && HasSameShape(method, model)));

    private static bool HasSameShape(IMethodSymbol method, UrlModel model) =>
        method.Parameters.Length == model.Parameters.Count + 1
        && method.Parameters[0].Type.Is(KnownNames.HttpContext)
        && method.Parameters.Skip(1).Zip(model.Parameters, static (one, other) => one.Type.WithoutNullable().ToCode() == other.Type).All(static same => same);

    private static bool IsPublic(ITypeSymbol type) => HasAccess(type, static access => access == Accessibility.Public);

    private static bool IsVisible(ITypeSymbol type) =>
        HasAccess(type, static access => access is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal);

    private static bool HasAccess(ITypeSymbol type, Func<Accessibility, bool> access)
    {
        for (var t = type; t is not null; t = t.ContainingType)
        {
            if (!access(t.DeclaredAccessibility))
            {
                return false;
            }
        }

        return type is not INamedTypeSymbol named || named.TypeArguments.All(argument => HasAccess(argument, access));
    }
}
