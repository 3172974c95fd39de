namespace WebSockets.Runtime.Tests.Infrastructure;

/// <summary>Holds a handler until the test lets it go on: a singleton service.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Opened => _opened.Task;

    public void Open() => _opened.TrySetResult();
}
