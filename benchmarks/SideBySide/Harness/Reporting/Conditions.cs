using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace WebSockets.SideBySide.Reporting;

/// <summary>Asks the machine what it is and what it runs.</summary>
internal static class Conditions
{
    public static IReadOnlyList<Condition> Read()
    {
        var node = Path.Combine(Places.Sources, "Node");
        return
        [
            new("Processor", $"{Environment.ProcessorCount} × {ProcessorName()}"),
            new("System", $"{RuntimeInformation.OSDescription}, {Line("uname", "-r")}"),
            new(".NET", Environment.Version.ToString()),
            new("C compiler", Line("cc", "--version")),
            new("Node.js", Line("node", "--version")),
            new("ws", PackageVersion(node, "ws")),
            new("Bun", PackageVersion(node, "bun")),
            new("Commit", Line("git", "-C", Places.Repository, "rev-parse", "--short", "HEAD")),
            new("Load of the machine before", File.ReadAllText("/proc/loadavg").Split(' ')[0]),
        ];
    }

    private static string ProcessorName() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            ?? string.Create(CultureInfo.InvariantCulture, $"{RuntimeInformation.ProcessArchitecture}");

    private static string PackageVersion(string node, string package)
    {
        var file = Path.Combine(node, "node_modules", package, "package.json");
        if (!File.Exists(file))
        {
            return "not installed";
        }

        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        return json.RootElement.GetProperty("version").GetString()!;
    }

    private static string Line(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
            return process.StandardOutput.ReadToEnd().Split('\n')[0];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "not installed";
        }
    }
}
