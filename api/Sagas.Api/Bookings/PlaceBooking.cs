using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;
using Sagas.Api.Json;
using Sagas.Api.Problems;
using Sagas.Api.Requests;
using Sagas.Api.Security;
using Sagas.Api.Temporal;
using Sagas.Contracts.Bookings;
using Temporalio.Exceptions;

namespace Sagas.Api.Bookings;

/// <summary>
/// Accepts a booking. The row in PostgreSQL is the promise: once it is committed, the booking will be carried out, even if
/// Temporal cannot be reached now (the sweeper starts it later) or this process dies on the next line. So the answer after
/// that point is never an error of ours: it is the outcome if the client waits for it, or 202.
/// </summary>
internal sealed class PlaceBooking(
    BookingStore store,
    IBookingSagas sagas,
    Timelines timelines,
    ApiOptions options,
    IHostApplicationLifetime lifetime,
    ILogger<PlaceBooking> logger)
{
    private const string JsonType = "application/json; charset=utf-8";

    private const int StillRunningRetryAfterSeconds = 1;

    /// <summary>
    /// A saga that takes this long may be waiting for the customer, of which Temporal does not tell; the others are decided by
    /// then, so no look is taken for them.
    /// </summary>
    private static readonly TimeSpan LookForCustomerEvery = TimeSpan.FromSeconds(1);

    public async Task HandleAsync(HttpContext context)
    {
        var key = IdempotencyKey.Require(context.Request);
        var (booking, hash) = await ReadAsync(context);
        var acceptance = await store.AcceptAsync(booking, key, hash, context.RequestAborted);
        Activity.Current?.SetTag("sagas.booking_id", acceptance.BookingId);
        switch (acceptance.Outcome)
        {
            case AcceptOutcomes.Accepted:
                await FollowAsync(context, booking, replayed: false);
                break;
            case AcceptOutcomes.Replayed when acceptance.Lifecycle == BookingStatuses.Pending:
                await FollowAsync(context, booking with { BookingId = acceptance.BookingId! }, replayed: true);
                break;
            case AcceptOutcomes.Replayed:
                await RepeatAsync(context, acceptance.BookingId!, booking.ClientId);
                break;
            default:
                throw new ProblemException(Refused(acceptance, booking));
        }
    }

    private async Task<(BookSeats Booking, byte[] Hash)> ReadAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context);
        var request = BookingRequest.Read(body.RootElement);
        var said = new BookSeats(
            BookingIds.Create(),
            context.Caller().ClientId,
            request.EventId,
            request.Seats,
            new Customer(request.Customer.Name, request.Customer.Email),
            request.Payment.Method,
            DeliveryPolicies.Read(request.OnDeliveryFailure, DeliveryFailurePolicy.Park),
            request.Payment.ReturnUrl);
        var booking = said with
        {
            OnDeliveryFailure = DeliveryPolicies.Read(request.OnDeliveryFailure, options.OnDeliveryFailure),
            LocalSteps = options.TriesDatabaseLocally,
            LocalCalls = options.TriesCallsLocally,
            Accepted = true,
        };
        return (booking, HashOf(said));
    }

    /// <summary>
    /// Starts the saga and, if the client would wait, waits for its outcome. One that has left a trace is not started again,
    /// even if Temporal no longer knows it: then its recovery is on its way.
    /// </summary>
    private async Task FollowAsync(HttpContext context, BookSeats booking, bool replayed)
    {
        var started = (replayed && await store.HasBegunAsync(booking.BookingId, context.RequestAborted))
            || await TryStartAsync(booking);
        var seconds = PreferWait.Seconds(context.Request);
        if (started && seconds > 0 && await WaitAsync(context, booking.BookingId, seconds) is { } outcome)
        {
            timelines.Keep(booking.BookingId, outcome.Saga);
            PreferWait.Applied(context.Response, seconds);
            await AnswerAsync(context, booking, outcome, replayed);
        }
        else if (replayed)
        {
            throw new ProblemException(Problem.Of(
                ProblemTypes.StillRunning, "The earlier request is being carried out; ask for its booking instead.") with
            {
                BookingId = booking.BookingId,
                Location = BookingRoutes.Of(booking.BookingId),
                RetryAfterSeconds = StillRunningRetryAfterSeconds,
            });
        }
        else
        {
            await AcceptedAsync(context, booking, seconds);
        }
    }

    /// <summary>Not tied to the request: the booking is promised, whether or not the client still listens.</summary>
    private async Task<bool> TryStartAsync(BookSeats booking)
    {
        try
        {
            await sagas.StartAsync(booking);
            return true;
        }
        catch (TemporalException error)
        {
            logger.StartLeftToSweeper(booking.BookingId, error.Message);
            return false;
        }
    }

    private async Task<BookingOutcome?> WaitAsync(HttpContext context, string bookingId, int seconds)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, lifetime.ApplicationStopping);
        waiting.CancelAfter(TimeSpan.FromSeconds(seconds));
        try
        {
            var outcome = sagas.WaitAsync(bookingId, waiting.Token);
            await WaitForCustomerAsync(outcome, bookingId, waiting);
            return await outcome;
        }
        catch (TemporalException error)
        {
            // Temporal went away, or an operator terminated the workflow: what there is to see, the booking shows.
            logger.DependencyDown(context.Request.Method, context.Request.Path, error.Message);
            return null;
        }
    }

    /// <summary>Ends the wait as soon as only the client can bring the booking on.</summary>
    private async Task WaitForCustomerAsync(Task outcome, string bookingId, CancellationTokenSource waiting)
    {
        while (true)
        {
            await outcome.WaitAsync(LookForCustomerEvery).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (outcome.IsCompleted)
            {
                return;
            }

            if (await NeedsCustomerAsync(bookingId))
            {
                await waiting.CancelAsync();
            }
        }
    }

    /// <summary>A database that is away says nothing of it; the booking is promised, so its client goes on waiting.</summary>
    private async Task<bool> NeedsCustomerAsync(string bookingId)
    {
        try
        {
            return await store.WaitsForCustomerAsync(bookingId, CancellationToken.None);
        }
        catch (NpgsqlException error)
        {
            logger.CustomerNotLookedFor(bookingId, error.Message);
            return false;
        }
    }

    private static Task AnswerAsync(HttpContext context, BookSeats booking, BookingOutcome outcome, bool replayed)
    {
        if (outcome is { Status: BookingStatuses.Rejected, Reason: { } refusal })
        {
            return RefusalProblems.Of(refusal, booking.BookingId).WriteAsync(context);
        }

        var status = replayed ? StatusCodes.Status200OK : StatusCodes.Status201Created;
        return WriteAsync(context, status, Outcomes.ToResponse(booking, outcome));
    }

    private async Task AcceptedAsync(HttpContext context, BookSeats booking, int waited)
    {
        if (waited > 0)
        {
            PreferWait.Applied(context.Response, waited);
        }

        // After a wait something is known already, such as a saga that is parked.
        var response = waited > 0 && await store.FindAsync(booking.BookingId, booking.ClientId, context.RequestAborted) is { } row
            ? row.ToResponse(await timelines.OfAsync(row, context.RequestAborted))
            : Outcomes.Pending(booking);
        await WriteAsync(context, StatusCodes.Status202Accepted, response);
    }

    /// <summary>The same request again, after its booking was decided: the same booking again.</summary>
    private async Task RepeatAsync(HttpContext context, string bookingId, string clientId)
    {
        var row = await store.FindAsync(bookingId, clientId, context.RequestAborted)
            ?? throw new InvalidOperationException($"Booking {bookingId} has a request but no row.");
        await WriteAsync(context, StatusCodes.Status200OK, row.ToResponse(await timelines.OfAsync(row, context.RequestAborted)));
    }

    private static Problem Refused(Acceptance acceptance, BookSeats booking) => acceptance.Outcome switch
    {
        AcceptOutcomes.KeyReused => Problem.Of(
            ProblemTypes.KeyReused, "Use a new key for a new booking, or send the same body again."),
        AcceptOutcomes.UnknownEvent => Problem.Of(ProblemTypes.UnknownEvent, $"There is no event '{booking.EventId}'."),
        AcceptOutcomes.UnknownSeats => Problem.Of(
            ProblemTypes.UnknownSeats, $"Event '{booking.EventId}' has no such seats.") with
        {
            Seats = acceptance.UnknownSeats,
        },
        AcceptOutcomes.OffSale => Problem.Of(ProblemTypes.EventClosed, $"Event '{booking.EventId}' is not on sale."),
        _ => throw new InvalidOperationException($"accept_booking answered '{acceptance.Outcome}', which is not known here."),
    };

    /// <summary>With its length, so that it goes out as one piece; whoever waits need not wait for the mark of its end.</summary>
    private static async Task WriteAsync(HttpContext context, int status, BookingResponse booking)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(booking, ApiJson.Default.BookingResponse);
        context.Response.StatusCode = status;
        context.Response.Headers.Location = BookingRoutes.Of(booking.Id);
        context.Response.ContentType = JsonType;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>
    /// Of what was asked for, not of its spelling: another order of fields or other blanks are the same body. Nor of what our settings
    /// add, which may change before the client repeats it.
    /// </summary>
    private static byte[] HashOf(BookSeats said) => SHA256.HashData(
        JsonSerializer.SerializeToUtf8Bytes(said with { BookingId = "" }, ApiJson.Default.BookSeats));
}
