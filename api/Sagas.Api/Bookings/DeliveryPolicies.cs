using Sagas.Contracts.Bookings;

namespace Sagas.Api.Bookings;

/// <summary>How the policy for undeliverable tickets is written in requests, in the environment and in the booking's row.</summary>
internal static class DeliveryPolicies
{
    public const string Park = "park";
    public const string Compensate = "compensate";

    public static bool IsKnown(string text) => text is Park or Compensate;

    public static string ToText(DeliveryFailurePolicy policy) => policy switch
    {
        DeliveryFailurePolicy.Park => Park,
        DeliveryFailurePolicy.Compensate => Compensate,
        _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, "No such policy."),
    };

    /// <param name="text">What was said; null: nothing.</param>
    /// <param name="otherwise">What holds when nothing was said.</param>
    public static DeliveryFailurePolicy Read(string? text, DeliveryFailurePolicy otherwise) => text switch
    {
        Park => DeliveryFailurePolicy.Park,
        Compensate => DeliveryFailurePolicy.Compensate,
        _ => otherwise,
    };
}
