using System.Runtime.CompilerServices;

namespace WebSockets.Generator.Tests.Infrastructure;

/// <summary>Compares emitted code with the file that shows it, <c>Class.Test.verified.cs</c> beside the test.</summary>
internal static class Snapshot
{
    public static void Match(string text, [CallerFilePath] string testFile = "", [CallerMemberName] string test = "")
    {
        var stem = Path.Combine(Path.GetDirectoryName(testFile)!, $"{Path.GetFileNameWithoutExtension(testFile)}.{test}");
        var (verified, received) = (stem + ".verified.cs", stem + ".received.cs");

        // The version of the generator is none of the shape.
        var version = typeof(WebSocketHandlerGenerator).Assembly.GetName().Version!.ToString();
        var actual = text.Replace(version, "1.0.0.0", StringComparison.Ordinal);
        var expected = File.Exists(verified) ? File.ReadAllText(verified) : "";
        if (actual == expected)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, actual);
        Assert.Fail($"The emitted code has changed. If it should have:\n  mv {received} {verified}\n{FirstDifference(expected, actual)}");
    }

    private static string FirstDifference(string expected, string actual)
    {
        var (left, right) = (expected.Split('\n'), actual.Split('\n'));
        var line = left.Zip(right).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"Line {line + 1}:\n- {left.ElementAtOrDefault(line)}\n+ {right.ElementAtOrDefault(line)}";
    }
}
