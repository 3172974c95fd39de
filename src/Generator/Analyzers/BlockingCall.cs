using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using WebSockets.Generator.Parsing;

namespace WebSockets.Generator.Analyzers;

/// <summary>A call that blocks a thread.</summary>
/// <param name="Name">How a reader knows it.</param>
/// <param name="Remedy">What to do in its place.</param>
/// <param name="Awaited">What it waits for; null: nothing that could be done by then.</param>
internal sealed record BlockingCall(string Name, string Remedy, IOperation? Awaited)
{
    private const string Await = "await it";

    public static BlockingCall? Find(IOperation operation) => operation switch
    {
        { Parent: INameOfOperation } => null,
        IPropertyReferenceOperation { Property: { Name: "Result", ContainingType: { } type } property, Instance: { } task } when IsTask(type) => new($"{type.Name}.{property.Name}", Await, task),
        IInvocationOperation invocation => Find(invocation),
        _ => null,
    };

    /// <summary>
    /// Whether what it waits for has been awaited, or asked whether it is completed, before: then it does not wait. It is enough that
    /// this stands earlier in the method; a false alarm would cost more than one that is missed.
    /// </summary>
    public bool IsOnCompleted(IOperation operation)
    {
        if (Variable(Awaited) is not { } variable)
        {
            return false;
        }

        var root = operation;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        return root.Descendants()
            .TakeWhile(other => other.Syntax.SpanStart <= operation.Syntax.SpanStart || other.Syntax.Span.Contains(operation.Syntax.Span))
            .Any(other => other.Syntax.SpanStart < operation.Syntax.SpanStart && IsCompletion(other, variable));
    }

    private static BlockingCall? Find(IInvocationOperation invocation)
    {
        var method = invocation.TargetMethod;
        var type = method.ContainingType;
        return method.Name switch
        {
            "Sleep" when type.Is("System.Threading.Thread") => new("Thread.Sleep", "await Task.Delay", null),
            "Wait" when IsTask(type) => new("Task.Wait", Await, invocation.Instance),
            "WaitAll" or "WaitAny" when IsTask(type) => new("Task." + method.Name, $"await Task.{(method.Name == "WaitAll" ? "WhenAll" : "WhenAny")}", null),
            "GetResult" when invocation.Instance is IInvocationOperation { TargetMethod.Name: "GetAwaiter", Instance: { } awaited } && IsAwaiter(type) => new("GetAwaiter().GetResult", Await, awaited),
            _ => null,
        };
    }

    private static bool IsTask(ITypeSymbol type) =>
        type.Is(KnownNames.Task) || type.Is(KnownNames.TaskOf) || type.Is(KnownNames.ValueTask) || type.Is(KnownNames.ValueTaskOf);

    private static bool IsAwaiter(ITypeSymbol type) =>
        type.Name.EndsWith("Awaiter", StringComparison.Ordinal) && type.ContainingNamespace.ToDisplayString() == "System.Runtime.CompilerServices";

    private static bool IsCompletion(IOperation operation, ISymbol variable) => operation switch
    {
        IAwaitOperation => operation.Descendants().Any(inner => Refers(inner, variable)),
        IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully", Instance: { } instance } => Refers(instance, variable),
        IPropertyReferenceOperation { Property.Name: "Status", Instance: { } instance } => Refers(instance, variable),
        _ => false,
    };

    private static bool Refers(IOperation operation, ISymbol variable) =>
        Variable(operation) is { } other && SymbolEqualityComparer.Default.Equals(other, variable);

    private static ISymbol? Variable(IOperation? operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation { Arguments.IsEmpty: true } property => property.Property,
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } instance } => Variable(instance),
        IConversionOperation conversion => Variable(conversion.Operand),
        _ => null,
    };
}
