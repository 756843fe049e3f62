namespace Sagas.Contracts;

/// <summary>
/// Keys of side effects, made of business ids only (`{bookingId}:{step}:{businessAttempt}`): they survive retry, crash and
/// Reset, which a run id or an activity attempt would not.
/// </summary>
public static class BusinessKeys
{
    public static string Of(string bookingId, string step, int businessAttempt) => $"{bookingId}:{step}:{businessAttempt}";
}
