namespace WebSockets.Fuzz.Tests.Infrastructure;

/// <summary>
/// What an input is made of, byte by byte. Behind its end every choice is the first, which is always the simplest: so fewer bytes make a smaller input, and
/// a failure can be made smaller without knowing what it is.
/// </summary>
internal sealed class Choices(byte[] bytes)
{
    private int _at;

    /// <summary>Less than this many, of which there may be up to 65,536.</summary>
    public int Next(int count)
    {
        var value = _at < bytes.Length ? bytes[_at++] : 0;
        if (count > 256)
        {
            value |= (_at < bytes.Length ? bytes[_at++] : 0) << 8;
        }

        return value % count;
    }

    public bool OneIn(int count) => Next(count) == count - 1;

    public T Of<T>(ReadOnlySpan<T> some) => some[Next(some.Length)];

    /// <summary>Changes bytes here and there, as a hostile or broken peer would.</summary>
    /// <param name="text">What is changed.</param>
    /// <param name="bites">Bytes that mean something in it.</param>
    public void Mutate(List<byte> text, ReadOnlySpan<byte> bites)
    {
        for (var left = Next(4); left > 0 && text.Count > 0; left--)
        {
            var at = Next(65_536) % text.Count;
            switch (Next(8))
            {
                case 0:
                    text[at] = Of(bites);
                    break;
                case 1:
                    text.Insert(at, Of(bites));
                    break;
                case 2:
                    text.RemoveAt(at);
                    break;
                case 3:
                    text[at] ^= (byte)(1 << Next(8));
                    break;
                case 4:
                    text[at] = (byte)Next(256);
                    break;
                case 5:
                    text.RemoveRange(at, text.Count - at);
                    break;
                case 6: // once more
                    text.InsertRange(at, text.GetRange(at, Math.Min(1 + Next(40), text.Count - at)));
                    break;
                default:
                    text.RemoveRange(at, Math.Min(1 + Next(20), text.Count - at));
                    break;
            }
        }
    }
}
