using System.Reflection;

namespace WebSockets.Hosting;

/// <summary>The attributes of a handler class, as metadata of its endpoint.</summary>
internal static class HandlerAttributes
{
    /// <summary>All that the class has or inherits, those of its base classes first: where metadata of one kind stands twice, ASP.NET Core takes the last.</summary>
    public static IEnumerable<object> Of(Type type)
    {
        var own = type.GetCustomAttributes(inherit: false);
        var inherited = type.BaseType is { } parent ? Of(parent).Where(attribute => IsInherited(attribute.GetType(), own)) : [];
        return inherited.Concat(own);
    }

    // As GetCustomAttributes(inherit: true) has it, which gives them in the other order.
    private static bool IsInherited(Type attribute, object[] own) =>
        attribute.GetCustomAttribute<AttributeUsageAttribute>() is not { } usage
        || (usage.Inherited && (usage.AllowMultiple || !Array.Exists(own, other => other.GetType() == attribute)));
}
