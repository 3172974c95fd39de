using System.Text;
using System.Text.Json;
using WebSockets.Diagnostics;

namespace WebSockets.Runtime.Tests.Diagnostics;

/// <summary>The context of a trace in a message, whatever the rest of it is.</summary>
internal sealed class TraceContextTests
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [TestCase($$"""{"traceparent":"{{Parent}}"}""")]
    [TestCase($$"""  { "a" : [ { "traceparent" : 1 } ] , "traceparent" : "{{Parent}}" }""")]
    [TestCase($$"""{"traceparent":"{{Parent}}","traceparent":"other"}""")]
    [TestCase($$"""{"traceparent":"{{Parent}}","broken":""")]
    [TestCase($$"""{"traceparent":"{{Parent}}","tracestate":["not text"]}""")]
    [TestCase($$"""{"traceparent":"{{Parent}}","tracestate":"\ud800"}""")]
    [TestCase($$"""{"tr\ud800":1,"traceparent":"{{Parent}}"}""")]
    public void It_is_found_at_the_top_of_an_object(string json)
    {
        var context = TraceContext.Of(Encoding.UTF8.GetBytes(json), default);
        Assert.That((context.TraceId.ToHexString(), context.SpanId.ToHexString(), context.IsRemote), Is.EqualTo(("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true)));
        Assert.That(context.TraceState, Is.Null);
    }

    [TestCase("")]
    [TestCase("traceparent")]
    [TestCase("\"traceparent\"")]
    [TestCase($$"""["traceparent","{{Parent}}"]""")]
    [TestCase($$$"""{"data":{"traceparent":"{{{Parent}}}"}}""")]
    [TestCase("""{"traceparent":null}""")]
    [TestCase("""{"traceparent":{"a":1}}""")]
    [TestCase("""{"traceparent":"\ud800"}""")]
    [TestCase("""{"traceparent":"00-00000000000000000000000000000000-b7ad6b7169203331-01"}""")]
    [TestCase("""{"traceparent":"00-0af7651916cd43dd8448eb211c80319c""")]
    public void It_is_not_found_where_there_is_none(string json) =>
        Assert.That(TraceContext.Of(Encoding.UTF8.GetBytes(json), default), Is.EqualTo(default(System.Diagnostics.ActivityContext)));

    [Test]
    public void A_state_that_is_too_long_to_be_passed_on_is_left_out()
    {
        Assert.That(State(512), Is.EqualTo(new string('x', 512)));
        Assert.That(State(513), Is.Null);

        static string? State(int length) =>
            TraceContext.Of(Encoding.UTF8.GetBytes($$"""{"tracestate":"{{new string('x', length)}}","traceparent":"{{Parent}}"}"""), default(JsonReaderOptions)).TraceState;
    }
}
