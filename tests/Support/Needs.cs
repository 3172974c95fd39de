namespace WebSockets.Testing;

/// <summary>What a test needs and the SDK does not bring. Where it is missing the test is skipped, and says what to install.</summary>
internal static class Needs
{
    /// <summary>Set where everything is installed: there a test that is skipped is one that has failed.</summary>
    private const string MustRun = "WEBSOCKETS_TESTS_MUST_RUN";

    public static void Missing(string whatAndHow)
    {
        if (Environment.GetEnvironmentVariable(MustRun) is "1")
        {
            Assert.Fail(whatAndHow);
        }

        Assert.Ignore(whatAndHow);
    }
}
