namespace Sandbox.Stripe.Operations;

/// <summary>Which operation a method and path mean.</summary>
internal static class OperationTable
{
    private static readonly Operation _createIntent = Write("payment_intents.create", Shapes.CreateIntent, IntentCreation.Create);
    private static readonly Operation _updateIntent = Write("payment_intents.update", Shapes.UpdateIntent, IntentCreation.Update);
    private static readonly Operation _confirmIntent =
        Write("payment_intents.confirm", Shapes.ConfirmIntent, IntentConfirmation.Confirm);

    private static readonly Operation _captureIntent =
        Write("payment_intents.capture", Shapes.CaptureIntent, IntentCompletion.Capture);

    private static readonly Operation _cancelIntent =
        Write("payment_intents.cancel", Shapes.CancelIntent, IntentCompletion.Cancel);

    private static readonly Operation _retrieveIntent =
        new("payment_intents.retrieve", false, Shapes.Retrieve, Reading.Intent);

    private static readonly Operation _listIntents =
        new("payment_intents.list", false, Shapes.ListIntents, null, Reading.Intents);

    private static readonly Operation _searchIntents =
        new("payment_intents.search", false, Shapes.SearchIntents, null, Searching.Intents);

    private static readonly Operation _createRefund = Write("refunds.create", Shapes.CreateRefund, RefundOperations.Create);
    private static readonly Operation _updateRefund = Write("refunds.update", Shapes.UpdateRefund, RefundOperations.Update);
    private static readonly Operation _cancelRefund = Write("refunds.cancel", Shapes.CancelRefund, RefundOperations.Cancel);
    private static readonly Operation _retrieveRefund =
        new("refunds.retrieve", false, Shapes.Retrieve, RefundOperations.Retrieve);

    private static readonly Operation _listRefunds = new("refunds.list", false, Shapes.ListRefunds, null, Reading.Refunds);
    private static readonly Operation _retrieveCharge = new("charges.retrieve", false, Shapes.Retrieve, Reading.Charge);
    private static readonly Operation _listCharges = new("charges.list", false, Shapes.ListCharges, null, Reading.Charges);

    public static IReadOnlyList<string> Names { get; } =
    [
        .. new[]
        {
            _createIntent, _updateIntent, _confirmIntent, _captureIntent, _cancelIntent, _retrieveIntent, _listIntents,
            _searchIntents, _createRefund, _updateRefund, _cancelRefund, _retrieveRefund, _listRefunds, _retrieveCharge,
            _listCharges,
        }.Select(operation => operation.Name),
    ];

    /// <summary>The operation and the id in the path; null when this sandbox has no such endpoint.</summary>
    public static Operation? Find(string method, string path, out string id)
    {
        id = "";
        if (!path.StartsWith("/v1/", StringComparison.Ordinal))
        {
            return null;
        }

        var parts = path["/v1/".Length..].Split('/');
        if (parts.Length > 3 || parts.Skip(1).Any(part => part.Length == 0))
        {
            return null;
        }

        id = parts.Length > 1 ? parts[1] : "";
        var verb = parts.Length > 2 ? parts[2] : "";
        return (method, parts[0], parts.Length, verb) switch
        {
            ("POST", "payment_intents", 1, _) => _createIntent,
            ("GET", "payment_intents", 1, _) => _listIntents,
            ("GET", "payment_intents", 2, _) when id == "search" => _searchIntents,
            ("GET", "payment_intents", 2, _) => _retrieveIntent,
            ("POST", "payment_intents", 2, _) => _updateIntent,
            ("POST", "payment_intents", 3, "confirm") => _confirmIntent,
            ("POST", "payment_intents", 3, "capture") => _captureIntent,
            ("POST", "payment_intents", 3, "cancel") => _cancelIntent,
            ("POST", "refunds", 1, _) => _createRefund,
            ("GET", "refunds", 1, _) => _listRefunds,
            ("GET", "refunds", 2, _) => _retrieveRefund,
            ("POST", "refunds", 2, _) => _updateRefund,
            ("POST", "refunds", 3, "cancel") => _cancelRefund,
            ("GET", "charges", 1, _) => _listCharges,
            ("GET", "charges", 2, _) => _retrieveCharge,
            _ => null,
        };
    }

    private static Operation Write(
        string name, Forms.ObjectShape shape, Func<StripeCall, Store.Outcome> run) => new(name, true, shape, run);
}
