namespace SmtpSim.Dialogue;

/// <summary>What a client said whose reply decides what it says behind it.</summary>
internal enum Question
{
    Auth,

    /// <summary>What was said to a challenge.</summary>
    Answer,
    Data,
}

/// <summary>Which question has no reply yet, and how many replies come in front of it.</summary>
internal sealed class AwaitedReply
{
    private int _ahead;

    /// <summary>How many replies are to come, by what was said.</summary>
    public int Due { get; private set; }

    /// <summary>Null while nothing is waited for.</summary>
    public Question? To { get; private set; }

    /// <summary>Something was said that has one reply, and decides nothing.</summary>
    public void Count() => Due++;

    public void Await(Question question) => (To, _ahead, Due) = (question, Due, Due + 1);

    /// <summary>A reply came; true where it is, by their number, the one to the question.</summary>
    public bool IsNext()
    {
        var isNext = _ahead == 0;
        (_ahead, Due) = (Math.Max(0, _ahead - 1), Math.Max(0, Due - 1));
        return isNext;
    }

    /// <summary>There was no reply to the answer: what comes is one to what was said behind it.</summary>
    public void PassAnswer() => To = To == Question.Answer ? Question.Auth : To;

    /// <summary>It is decided, and all that was said before has had its reply.</summary>
    public void Clear() => (To, _ahead, Due) = (null, 0, 0);
}
