using Sagas.Encryption.Keys;
using Sagas.Local.State;

namespace Sagas.Local.Up;

/// <summary>What <c>up</c> prints when everything is ready.</summary>
internal static class Banner
{
    public static void Print(UpFile running, KeyRing? keys, StateDirectory state, TimeSpan after)
    {
        var urls = running.Urls;
        Console.WriteLine(
            $$$"""

            Sagas is ready after {{{after.TotalSeconds:0.0}}} s.

              API            {{{urls.Api}}}        description: {{{urls.OpenApi}}}
              Temporal       {{{urls.Temporal}}}   UI: {{{urls.TemporalUi}}}   HTTP: {{{urls.TemporalHttp}}}
              Stripe         {{{urls.Stripe}}}
              SendGrid       {{{urls.SendGrid}}}        mail that was sent: {{{urls.Inbox}}}
              client key     {{{running.Keys.Client}}}
              support key    {{{running.Keys.Support}}}
              logs           {{{state.Logs}}}{{{Codec(urls.Codec, keys)}}}

            Book two seats from another terminal:
              ./sagas book --event demo --seats A-1,A-2 --email you@example.com
            or
              curl -sS {{{urls.Api}}}/v1/bookings -H 'Authorization: Bearer {{{running.Keys.Client}}}' \
                -H "Idempotency-Key: $(date +%s%N)" -H 'Prefer: wait=10' -H 'Content-Type: application/json' \
                -d '{"eventId":"demo","seats":["A-3","A-4"],"customer":{"name":"You","email":"you@example.com"},"payment":{"method":"pm_card_visa"}}'

            Ctrl-C stops everything.
            """);
    }

    private static string Codec(string? url, KeyRing? keys) =>
        keys is null ? "" : $"{Environment.NewLine}  payloads       encrypted with key '{keys.Current.Id}'; codec server {url}";
}
