using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WebSockets.Generator.Tests.Infrastructure;

namespace WebSockets.Generator.Tests.Combinations;

/// <summary>How the file of the handler names its namespace.</summary>
internal enum NamespaceStyle
{
    Block,
    FileScoped,
    Global,
}

/// <summary>A program with one handler, to which features are added. It compiles without a warning, whichever of them it has.</summary>
internal sealed class UserProgram
{
    private static readonly CSharpCompilation s_empty = WithWarningsAsErrors(TestCompilation.Create());

    public string Namespace { get; set; } = "App";

    public NamespaceStyle Style { get; set; } = NamespaceStyle.Block;

    /// <summary>What the handler is: a class or a record. Its base types are the same.</summary>
    public string Kind { get; set; } = "class";

    public string Name { get; set; } = "Chat";

    public string Accessibility { get; set; } = "public";

    public string HandlerAttribute { get; set; } = "WebSocketHandler";

    public string TypeParameters { get; set; } = "";

    public List<string> Modifiers { get; } = [];

    public List<string> Usings { get; } = [];

    /// <summary>What stands before the namespace: directives, and attributes of the assembly.</summary>
    public List<string> Head { get; } = [];

    public List<string> Route { get; } = ["chat"];

    public List<string> Settings { get; } = [];

    public List<string> Attributes { get; } = [];

    /// <summary>The first lines of the types that the handler is nested in.</summary>
    public List<string> Outer { get; } = [];

    public List<string> ConstructorParameters { get; } = [];

    public List<string> Interfaces { get; } = [];

    /// <summary>The base types, from the handler up: the name, the arguments, and the declaration with <c>$</c> for its keyword and <c>:</c> for its own base.</summary>
    public List<(string Reference, string Declaration)> Bases { get; } = [];

    public List<string> Members { get; } = ["[OnMessage] void Said(Say say) { }"];

    /// <summary>The members of the handler's part in another file.</summary>
    public List<string> OtherPart { get; } = [];

    public List<string> Types { get; } = ["[Message] public record Say(string Text);"];

    public List<string> Files { get; } = [];

    public List<MetadataReference> References { get; } = [];

    public bool HasSecondConstructor { get; set; }

    public CSharpParseOptions ParseOptions { get; set; } = TestCompilation.ParseOptions;

    public Func<CSharpCompilationOptions, CSharpCompilationOptions> Options { get; set; } = static options => options;

    public CSharpCompilation Compile()
    {
        var files = new List<string> { Source() };
        if (OtherPart.Count > 0)
        {
            files.Add(Beginning() + InNamespace(Nested($"partial {Kind} {Name}{TypeParameters} {{ {string.Join(" ", OtherPart)} }}")));
        }

        files.AddRange(Files.Select(file => TestCompilation.Usings + file));
        return s_empty
            .WithOptions(Options(s_empty.Options))
            .AddReferences(References)
            .AddSyntaxTrees(files.Select((file, i) => CSharpSyntaxTree.ParseText(file, ParseOptions, $"Source{i}.cs", Encoding.UTF8)));
    }

    public string Source()
    {
        var bases = Bases.Select(static one => one.Reference).Take(1).Concat(Interfaces).ToArray();
        var parameters = ConstructorParameters.Count == 0 ? "" : $"({string.Join(", ", ConstructorParameters)})";
        var settings = string.Concat(Settings.Select(static setting => ", " + setting));
        var handler = $$"""
            {{string.Concat(Attributes)}}[{{HandlerAttribute}}("/{{string.Join("/", Route)}}"{{settings}})]
            {{Accessibility}} {{string.Concat(Modifiers.Select(static modifier => modifier + " "))}}partial {{Kind}} {{Name}}{{TypeParameters}}{{parameters}}{{(bases.Length == 0 ? "" : " : " + string.Join(", ", bases))}}
            {
                {{string.Join("\n    ", Members.Concat(Constructors()))}}
            }
            """;
        return Beginning() + string.Join("\n", Head) + "\n" + InNamespace($"{Nested(handler)}\n{string.Join("\n", BaseTypes().Concat(Types))}");
    }

    private static CSharpCompilation WithWarningsAsErrors(CSharpCompilation compilation) =>
        compilation.WithOptions(compilation.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Error));

    private string Beginning() => string.Join("\n", Usings.Where(IsExtern).Append(TestCompilation.Usings).Concat(Usings.Where(static directive => !IsExtern(directive)))) + "\n";

    // They stand before all usings.
    private static bool IsExtern(string directive) => directive.StartsWith("extern", StringComparison.Ordinal);

    private string InNamespace(string code) => Style switch
    {
        NamespaceStyle.Block => $"namespace {Namespace}\n{{\n{code}\n}}",
        NamespaceStyle.FileScoped => $"namespace {Namespace};\n{code}",
        _ => code,
    };

    private string Nested(string code) => string.Concat(Outer.Select(static outer => outer + "\n{\n")) + code + string.Concat(Outer.Select(static _ => "\n}"));

    private IEnumerable<string> Constructors()
    {
        var arguments = ConstructorParameters.Where(static parameter => !parameter.Contains('=', StringComparison.Ordinal)).Select(static parameter => parameter.Split(' ')[^1] + ": default!");
        var primary = ConstructorParameters.Count == 0 ? "" : $" : this({string.Join(", ", arguments)})";
        return HasSecondConstructor ? [$"[ActivatorUtilitiesConstructor] public {Name}(IServiceProvider services){primary} {{ }} public {Name}(string a, string b){primary} {{ }}"] : [];
    }

    private IEnumerable<string> BaseTypes() => Bases.Select((one, i) =>
        one.Declaration.Replace("$", Kind, StringComparison.Ordinal).Replace(":", i + 1 < Bases.Count ? ": " + Bases[i + 1].Reference : "", StringComparison.Ordinal));
}
