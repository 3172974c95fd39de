using System.Text;
using Microsoft.CodeAnalysis;

namespace WebSockets.Generator.Parsing;

/// <summary>How the JSON options of a handler name members.</summary>
/// <param name="Policy">The name of a member that has none of its own.</param>
/// <param name="IgnoresCase">Whether a member is read whatever the case of its name.</param>
internal sealed record JsonNames(Func<string, string> Policy, bool IgnoresCase)
{
    // JsonSerializerDefaults.Web
    private const int Web = 1;

    /// <summary>The app's options are camelCase unless it says otherwise, which cannot be seen; those of a context are what it says.</summary>
    public static JsonNames Of(AttributeData handler)
    {
        if (DefinitionParser.JsonContext(handler) is not { } context)
        {
            return new(MessageNames.ToCamelCase, IgnoresCase: true);
        }

        var options = context.FindAttribute(KnownNames.JsonOptions);
        var isWeb = options?.ConstructorArguments is [{ Value: Web }];
        return new(Known(Option(options, "PropertyNamingPolicy") as int?, isWeb), Option(options, "PropertyNameCaseInsensitive") as bool? ?? isWeb);
    }

    private static object? Option(AttributeData? options, string name) => options?.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value;

    // The values of JsonKnownNamingPolicy.
    private static Func<string, string> Known(int? policy, bool isWeb) => policy switch
    {
        1 => MessageNames.ToCamelCase,
        2 => static name => Separate(name, '_').ToLowerInvariant(),
        3 => static name => Separate(name, '_').ToUpperInvariant(),
        4 => static name => Separate(name, '-').ToLowerInvariant(),
        5 => static name => Separate(name, '-').ToUpperInvariant(),
        _ => isWeb ? MessageNames.ToCamelCase : static name => name,
    };

    // A word starts at a capital that follows a small letter or a digit, or that a small letter follows.
    private static string Separate(string name, char separator)
    {
        var words = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = i > 0 && char.IsUpper(name[i]) && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            words.Append(startsWord ? separator.ToString() : "").Append(name[i]);
        }

        return words.ToString();
    }
}
