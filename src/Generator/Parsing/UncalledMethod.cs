using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Parsing;

/// <summary>Why a method with a lifecycle attribute cannot be called (WSG0217), wherever it stands.</summary>
internal static class UncalledMethod
{
    /// <summary>What the method is, and what to do; null: its kind does not stand against a call.</summary>
    public static (string What, string Remedy)? Find(IMethodSymbol method) => method switch
    {
        { MethodKind: MethodKind.LocalFunction } => ("a local function", "Make it a method of the handler"),
        { MethodKind: MethodKind.AnonymousFunction } => ("a lambda", "Make it a method of the handler"),
        { MethodKind: MethodKind.ExplicitInterfaceImplementation } => ("the implementation of an interface's method, which only the interface can call", "Mark a method of the class, and call it from there"),
        { AssociatedSymbol: not null } => ("an accessor", "Make it a method of the handler"),
        { MethodKind: not MethodKind.Ordinary } => ("an operator, a constructor or a finalizer", "Make it a method of the handler"),
        { ContainingType.TypeKind: TypeKind.Interface } => ("a method of an interface", "Mark the method of the class that implements it"),
        { IsPartialDefinition: true, PartialImplementationPart: null } => ("a partial method without a body, or another generator has it", "Write its other part, or mark a method of your own that calls it"),
        _ when IsConditional(method) => ("[Conditional], so that its calls are left out where the symbol is not defined", "Remove [Conditional]"),
        _ when IsForbidden(method) => ("[Obsolete] as an error, so that nothing may call it", "Remove one of the two attributes"),
        _ => null,
    };

    /// <summary>Whether every use of it is an error.</summary>
    public static bool IsForbidden(ISymbol symbol) => symbol.FindAttribute(KnownNames.Obsolete)?.ConstructorArguments is [_, { Value: true }];

    private static bool IsConditional(IMethodSymbol method) => method.FindAttribute(KnownNames.Conditional) is not null;
}
