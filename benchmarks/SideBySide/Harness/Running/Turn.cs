namespace WebSockets.SideBySide.Running;

/// <summary>The right to measure on this machine: two runs at once would measure each other.</summary>
internal static class Turn
{
    public static async Task<IDisposable> TakeAsync()
    {
        for (var told = false; ; told = true)
        {
            try
            {
                return new FileStream(Path.Combine(Path.GetTempPath(), "websockets-side-by-side.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                if (!told)
                {
                    Console.Error.WriteLine("Another run is measuring; this one waits.");
                }

                await Task.Delay(500);
            }
        }
    }
}
