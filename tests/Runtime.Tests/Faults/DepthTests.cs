using WebSockets.Runtime.Tests.Infrastructure;

namespace WebSockets.Runtime.Tests.Faults;

/// <summary>JSON so deep that who reads it by recursion runs out of stack.</summary>
internal sealed class DepthTests
{
    private const int Deep = 100_000;

    private static readonly string Arrays = new string('[', Deep) + new string(']', Deep);
    private static readonly string OpenArrays = new('[', Deep);
    private static readonly string Objects = string.Concat(Enumerable.Repeat("{\"a\":", Deep)) + "1" + new string('}', Deep);
    private static readonly string Trees = string.Concat(Enumerable.Repeat("{\"children\":[", Deep)) + string.Concat(Enumerable.Repeat("]}", Deep));

    private static IEnumerable<TestCaseData> Messages()
    {
        yield return Case("arrays", Arrays);
        yield return Case("arrays that are never closed", OpenArrays);
        yield return Case("objects", Objects);
        yield return Case("arrays before the name", $$"""{"x":{{Arrays}},"type":"nothing"}""");
        yield return Case("arrays behind the name", $$"""{"type":"nothing","x":{{Arrays}}}""");
        yield return Case("arrays behind name and id", $$"""{"type":"nothing","id":"x","x":{{Arrays}}}""");
        yield return Case("a recursive type", $$"""{"type":"tree","children":[{{Trees}}]}""");
        yield return Case("a recursive type behind name and id", $$"""{"type":"tree","id":"x","children":[{{Trees}}]}""");
        yield return Case("a member that a recursive type does not know", $$"""{"type":"tree","other":{{Arrays}}}""");
        yield return Case("an element", $$"""{"type":"element","id":"x","x":{{Objects}}}""");
        yield return Case("the name itself", $$"""{"type":{{Arrays}}}""");
        yield return Case("the id", $$"""{"type":"nothing","id":{{Arrays}}}""");

        static TestCaseData Case(string what, string json) => new TestCaseData(json).SetArgDisplayNames(what);
    }

    [TestCaseSource(nameof(Messages))]
    public async Task Is_malformed_and_nothing_else_happens(string json)
    {
        await using var host = await TestHost.StartAsync<Trees>(options => options.MaxMessageSize = 4 * 1024 * 1024);
        await using var client = await host.ConnectAsync("/faults/trees");

        await client.SendTextAsync(json);

        if (json.Contains("\"id\":\"x\"", StringComparison.Ordinal))
        {
            Assert.That(await client.ReceiveTextAsync(), Is.EqualTo("""{"type":"error","id":"x","code":"malformed","message":"The message is malformed."}"""));
        }

        await client.ReceiveCloseAsync(1007);
        await using var other = await host.ConnectAsync("/faults/trees");
        await other.SendTextAsync("""{"type":"tree","children":[{"children":[]},{"named":{"a":{}}}]}""");
        Assert.That(await other.ReceiveTextAsync(), Is.EqualTo("2"));
    }

    [Test]
    public async Task Is_malformed_too_where_a_handler_has_no_names()
    {
        await using var host = await TestHost.StartAsync<PlainTrees>(options => options.MaxMessageSize = 4 * 1024 * 1024);
        await using var client = await host.ConnectAsync("/faults/plain-trees");

        await client.SendTextAsync($"[[{Trees}]]");

        await client.ReceiveCloseAsync(1007);
    }
}
