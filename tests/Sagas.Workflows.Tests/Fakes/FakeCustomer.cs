namespace Sagas.Workflows.Tests.Fakes;

/// <summary>A customer who acts at the very moment when the saga looks at the payment for the given time.</summary>
internal sealed class FakeCustomer
{
    private readonly List<(string Look, int Time, Action Act)> _plans = [];
    private readonly Dictionary<string, int> _looks = [];

    /// <param name="look">`check` or `expiry`.</param>
    /// <param name="time">1 for the first look of that kind.</param>
    /// <param name="act">What the customer does just before the saga sees the payment.</param>
    public void Plans(string look, int time, Action act) => _plans.Add((look, time, act));

    public void LookedAt(string look)
    {
        var time = _looks[look] = _looks.GetValueOrDefault(look) + 1;
        foreach (var (_, _, act) in _plans.Where(plan => plan.Look == look && plan.Time == time))
        {
            act();
        }
    }
}
