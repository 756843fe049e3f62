namespace Sagas.Local.Supervision;

/// <summary>
/// How long to wait before a part is started again: doubling from a fifth of a second to ten seconds, and from the
/// beginning again after the part has been well for a while.
/// </summary>
internal sealed class Backoff
{
    public static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan WellAfter = TimeSpan.FromSeconds(20);

    private int _failures;

    public TimeSpan Next(TimeSpan lived)
    {
        if (lived >= WellAfter)
        {
            _failures = 0;
        }

        var wait = First * Math.Pow(2, Math.Min(_failures, 10));
        _failures++;
        return wait < Longest ? wait : Longest;
    }
}
