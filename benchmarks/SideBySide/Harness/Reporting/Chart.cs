using System.Globalization;
using System.Text;
using WebSockets.SideBySide.Contest;

namespace WebSockets.SideBySide.Reporting;

/// <summary>The results as a picture: a group of bars for each row, each bar a multiple of Bun's processor time.</summary>
internal sealed class Chart(Results results)
{
    private const int Width = 860;
    private const int Left = 180;
    private const int Right = 60;
    private const int Top = 92;
    private const int BarHeight = 11;
    private const int BarGap = 2;
    private const int GroupGap = 14;

    // What is longer is cut off there, and its number says how long it is.
    private const double Longest = 4;

    private static readonly (string Contestant, string Name, string Class)[] s_bars =
    [
        (Contestants.Transport, "WebSockets for .NET, epoll transport", "transport"),
        (Contestants.Stock, "WebSockets for .NET, stock Kestrel", "stock"),
        (Contestants.Bun, "Bun", "bun"),
        (Contestants.Raw, "raw ASP.NET Core", "raw"),
        (Contestants.SignalR, "SignalR", "signalr"),
        ("ws", "Node.js ws", "ws"),
    ];

    private static readonly (string Row, string Label)[] s_groups =
    [
        ("echo-64B-d1", "echo 64 B"),
        ("echo-64B-d16", "echo 64 B, pipelined"),
        ("echo-1KiB-d1", "echo 1 KiB"),
        ("echo-1KiB-d16", "echo 1 KiB, pipelined"),
        ("echo-64KiB-d1", "echo 64 KiB"),
        ("echo-64KiB-d16", "echo 64 KiB, pipelined"),
        ("json-d1", "JSON request"),
        ("json-d16", "JSON request, pipelined"),
        ("fanout-1k-128B-p1", "fan-out to 1,000"),
        ("fanout-1k-128B-p8", "fan-out, 8 publishers"),
    ];

    private readonly StringBuilder _text = new();

    public string Draw()
    {
        var groups = s_groups.Where(group => s_bars.Any(bar => Ratio(group.Row, bar.Contestant) is not null)).ToArray();
        var groupHeight = (s_bars.Length * (BarHeight + BarGap)) + GroupGap;
        var height = Top + (groups.Length * groupHeight) + 10;
        Head(height);
        Legend();
        Grid(height - 10);
        for (var i = 0; i < groups.Length; i++)
        {
            Group(groups[i].Row, groups[i].Label, Top + (i * groupHeight));
        }

        Line($"</svg>");
        return _text.ToString();
    }

    private void Head(int height) => Line($$"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{Width}} {{height}}" width="{{Width}}" height="{{height}}" role="img" aria-labelledby="title">
        <title id="title">Processor time of the server for each message, as a multiple of Bun's. Less is better.</title>
        <style>
        text { font: 12px system-ui, sans-serif; fill: #24292f }
        .heading { font-size: 15px; font-weight: 600 }
        .value { font-size: 10px }
        .page { fill: #ffffff }
        .grid { stroke: #d0d7de }
        .one { stroke: #57606a; stroke-dasharray: 4 3 }
        .transport { fill: #0a5fd1 } .stock { fill: #6ea8fe } .bun { fill: #57606a } .raw { fill: #d4850c } .signalr { fill: #b5473c } .ws { fill: #4c9a52 }
        @media (prefers-color-scheme: dark) {
        text { fill: #e6edf3 }
        .page { fill: #0d1117 }
        .grid { stroke: #30363d }
        .one { stroke: #9aa4ae }
        .transport { fill: #4493f8 } .stock { fill: #9cc7ff } .bun { fill: #9aa4ae } .raw { fill: #e3a03c } .signalr { fill: #e5695e } .ws { fill: #66bb6a }
        }
        </style>
        <rect class="page" width="{{Width}}" height="{{height}}" rx="6"/>
        <text class="heading" x="16" y="26">Processor time for each message, as a multiple of Bun's (less is better)</text>
        """);

    private void Legend()
    {
        for (var i = 0; i < s_bars.Length; i++)
        {
            var (x, y) = (16 + (i % 3 * 270), 42 + (i / 3 * 18));
            Line($"<rect class=\"{s_bars[i].Class}\" x=\"{x}\" y=\"{y}\" width=\"12\" height=\"12\" rx=\"2\"/><text x=\"{x + 18}\" y=\"{y + 10}\">{s_bars[i].Name}</text>");
        }
    }

    private void Grid(int bottom)
    {
        for (var multiple = 0; multiple <= Longest; multiple++)
        {
            var x = X(multiple);
            Line($"<line class=\"{(multiple == 1 ? "one" : "grid")}\" x1=\"{x:0.#}\" y1=\"{Top - 4}\" x2=\"{x:0.#}\" y2=\"{bottom}\"/>");
            Line($"<text class=\"value\" x=\"{x:0.#}\" y=\"{Top - 8}\" text-anchor=\"middle\">{multiple}×</text>");
        }
    }

    private void Group(string row, string label, int top)
    {
        var middle = top + (s_bars.Length * (BarHeight + BarGap) / 2) + 4;
        Line($"<text x=\"{Left - 10}\" y=\"{middle}\" text-anchor=\"end\">{label}</text>");
        for (var i = 0; i < s_bars.Length; i++)
        {
            if (Ratio(row, s_bars[i].Contestant) is { } ratio)
            {
                var y = top + (i * (BarHeight + BarGap));
                var end = X(Math.Min(ratio, Longest));
                Line($"<rect class=\"{s_bars[i].Class}\" x=\"{Left}\" y=\"{y}\" width=\"{end - Left:0.#}\" height=\"{BarHeight}\" rx=\"2\"/>");
                Line($"<text class=\"value\" x=\"{end + 4:0.#}\" y=\"{y + 9}\">{ratio:0.00}{(ratio > Longest ? " …" : "")}</text>");
            }
        }
    }

    private double? Ratio(string row, string contestant) => results.Ratio(row, contestant, Contestants.Bun);

    private static double X(double multiple) => Left + (multiple / Longest * (Width - Left - Right));

    private void Line(FormattableString line) => _text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
