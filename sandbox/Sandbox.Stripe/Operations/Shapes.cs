using Sandbox.Stripe.Forms;

namespace Sandbox.Stripe.Operations;

/// <summary>The parameters each operation takes.</summary>
internal static class Shapes
{
    private static readonly Shape _expand = new ExpandShape();
    private static readonly Shape _metadata = Shape.Map(keysMax: 50, keyCharactersMax: 40, valueCharactersMax: 500);
    private static readonly Shape _captureMethod = Shape.OneOf("automatic", "automatic_async", "manual");
    private static readonly Shape _futureUsage = Shape.OneOf("", "off_session", "on_session");
    private static readonly Shape _suffix = Shape.TextUpTo(22);
    private static readonly Shape _range = new RangeShape();

    private static readonly Shape _address = Shape.Object(
        ("city", Shape.Text),
        ("country", Shape.Text),
        ("line1", Shape.Text),
        ("line2", Shape.Text),
        ("postal_code", Shape.Text),
        ("state", Shape.Text));

    private static readonly Shape _shipping = Shape.Object(
        ("address", _address.Required()),
        ("name", Shape.Text.Required()),
        ("carrier", Shape.Text),
        ("phone", Shape.Text),
        ("tracking_number", Shape.Text));

    private static readonly Shape _methodData = Shape.Object(
        ("type", Shape.OneOf("card").Required()),
        ("card", Shape.Object(
            ("number", Shape.Text.Required()),
            ("exp_month", Shape.Integer.Required()),
            ("exp_year", Shape.Integer.Required()),
            ("cvc", Shape.Text)).Required()),
        ("billing_details", Shape.Anything),
        ("metadata", _metadata));

    public static ObjectShape CreateIntent { get; } = Shape.Object(
        ("amount", Shape.Integer.Required()),
        ("currency", Shape.Text.Required()),
        ("allowed_payment_method_types", Shape.TextList),
        ("automatic_payment_methods", Shape.Object(
            ("enabled", Shape.Flag.Required()), ("allow_redirects", Shape.OneOf("always", "never")))),
        ("capture_method", _captureMethod),
        ("confirm", Shape.Flag),
        ("confirmation_method", Shape.OneOf("automatic", "manual")),
        ("customer", Shape.Text),
        ("description", Shape.TextUpTo(1000)),
        ("error_on_requires_action", Shape.Flag),
        ("expand", _expand),
        ("metadata", _metadata),
        ("off_session", Shape.Flag),
        ("payment_method", Shape.Text),
        ("payment_method_data", _methodData),
        ("payment_method_options", Shape.Anything),
        ("payment_method_types", Shape.TextList),
        ("receipt_email", Shape.TextUpTo(800)),
        ("return_url", Shape.Text),
        ("setup_future_usage", _futureUsage),
        ("shipping", _shipping),
        ("statement_descriptor", _suffix),
        ("statement_descriptor_suffix", _suffix),
        ("transfer_group", Shape.Text),
        ("use_stripe_sdk", Shape.Flag));

    public static ObjectShape UpdateIntent { get; } = Shape.Object(
        ("amount", Shape.Integer),
        ("currency", Shape.Text),
        ("capture_method", _captureMethod),
        ("customer", Shape.Text),
        ("description", Shape.TextUpTo(1000)),
        ("expand", _expand),
        ("metadata", _metadata),
        ("payment_method", Shape.Text),
        ("payment_method_data", _methodData),
        ("payment_method_options", Shape.Anything),
        ("receipt_email", Shape.TextUpTo(800)),
        ("setup_future_usage", _futureUsage),
        ("shipping", _shipping),
        ("statement_descriptor_suffix", _suffix),
        ("transfer_group", Shape.Text));

    public static ObjectShape ConfirmIntent { get; } = Shape.Object(
        ("capture_method", _captureMethod),
        ("error_on_requires_action", Shape.Flag),
        ("expand", _expand),
        ("off_session", Shape.Flag),
        ("payment_method", Shape.Text),
        ("payment_method_data", _methodData),
        ("payment_method_options", Shape.Anything),
        ("receipt_email", Shape.TextUpTo(800)),
        ("return_url", Shape.Text),
        ("setup_future_usage", _futureUsage),
        ("shipping", _shipping),
        ("use_stripe_sdk", Shape.Flag));

    public static ObjectShape CaptureIntent { get; } = Shape.Object(
        ("amount_to_capture", Shape.Integer),
        ("expand", _expand),
        ("metadata", _metadata),
        ("statement_descriptor", _suffix),
        ("statement_descriptor_suffix", _suffix));

    public static ObjectShape CancelIntent { get; } = Shape.Object(
        ("cancellation_reason", Shape.OneOf("duplicate", "fraudulent", "requested_by_customer", "abandoned")),
        ("expand", _expand));

    public static ObjectShape Retrieve { get; } = Shape.Object(("client_secret", Shape.Text), ("expand", _expand));

    public static ObjectShape ListIntents { get; } = List(("customer", Shape.Text));

    public static ObjectShape ListRefunds { get; } = List(("payment_intent", Shape.Text), ("charge", Shape.Text));

    public static ObjectShape ListCharges { get; } = List(
        ("customer", Shape.Text), ("payment_intent", Shape.Text), ("transfer_group", Shape.Text));

    public static ObjectShape SearchIntents { get; } = Shape.Object(
        ("query", Shape.Text.Required()), ("limit", Shape.Integer), ("page", Shape.Text), ("expand", _expand));

    public static ObjectShape CreateRefund { get; } = Shape.Object(
        ("amount", Shape.Integer),
        ("charge", Shape.Text),
        ("payment_intent", Shape.Text),
        ("expand", _expand),
        ("metadata", _metadata),
        ("reason", Shape.OneOf("duplicate", "fraudulent", "requested_by_customer")));

    public static ObjectShape UpdateRefund { get; } = Shape.Object(("metadata", _metadata), ("expand", _expand));

    public static ObjectShape CancelRefund { get; } = Shape.Object(("expand", _expand));

    private static ObjectShape List(params (string Name, Shape Shape)[] filters) => Shape.Object(
    [
        .. filters,
        ("created", _range),
        ("ending_before", Shape.Text),
        ("expand", _expand),
        ("limit", Shape.Integer),
        ("starting_after", Shape.Text),
    ]);
}
