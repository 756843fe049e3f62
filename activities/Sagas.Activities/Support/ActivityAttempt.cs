namespace Sagas.Activities.Support;

internal static class ActivityAttempt
{
    public static int Number => 1;

    public static CancellationToken Token => CancellationToken.None;
}
