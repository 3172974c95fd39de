using WebSockets.Connections;

namespace WebSockets.Runtime.Tests.Limits;

/// <summary>What one connection may have handled before the others have their turn.</summary>
internal sealed class TurnBudgetTests
{
    [Test]
    public void A_turn_ends_with_the_first_message_that_takes_long()
    {
        var turn = TurnBudget.Start();
        SpinWait.SpinUntil(() => Used(turn));

        turn.Use(1);

        Assert.That(turn.IsUsedUp, Is.True);
    }

    [Test]
    public void A_turn_has_64_messages_at_most()
    {
        var turn = TurnBudget.Start();
        var messages = 0;
        while (!turn.IsUsedUp)
        {
            turn.Use(1);
            messages++;
        }

        Assert.That(messages, Is.InRange(1, 64));
    }

    [Test]
    public void A_turn_has_a_mebibyte_at_most()
    {
        var turn = TurnBudget.Start();

        turn.Use(1024 * 1024);

        Assert.That(turn.IsUsedUp, Is.True);
    }

    private static bool Used(TurnBudget turn)
    {
        turn.Use(0);
        return turn.IsUsedUp;
    }
}
