namespace Sagas.Local.State;

/// <summary>Names of the processes of one system, as they stand in <c>up.json</c>, in log names and in messages.</summary>
internal static class Roles
{
    public const string Supervisor = "up";
    public const string Postgres = "postgres";
    public const string Temporal = "temporal";
    public const string Stripe = "stripe";
    public const string SendGrid = "sendgrid";
    public const string Worker = "worker";
    public const string Api = "api";
    public const string Codec = "codec";
}
