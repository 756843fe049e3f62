using System.Text.Json;
using Google.Protobuf;
using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Sagas;
using Sagas.Workflows.Tests.Fakes;
using Sagas.Workflows.Tests.Replay;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.Sdk.V1;
using Temporalio.Client;

namespace Sagas.Workflows.Tests.Bookings;

/// <summary>What operators read in the Temporal UI: current, plain, and free of personal data.</summary>
public class BookingWordsTests
{
    /// <summary>What Temporal takes for a summary.</summary>
    private const int SummaryBytesMax = 400;

    /// <summary>What encryption adds to a short payload: nonce, tag, both metadata, a key id of 40 letters.</summary>
    private const int EncryptionBytesMax = 160;

    public static TheoryData<string> Scenario => [.. Scenarios.All.Keys];

    [Fact]
    public async Task Details_WhileAStepIsAtWork_SayWhatUntilWhenAndWhatIsAtRisk()
    {
        await using var harness = await BookingHarness.StartAsync();
        var gate = new Gate();
        harness.World.Next("CapturePayment", new Fault.WaitAt(gate));
        var handle = await harness.BookAsync();
        await gate.Reached;

        var details = await DetailsAsync(handle);

        gate.Open();
        await handle.GetResultAsync();
        details.ShouldMatch(@"^Capture 50\.00 EUR, since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\. "
            + @"If it has not succeeded by \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, it needs attention\.\n\n");
        details.ShouldEndWith("Seats A-1, A-2: sold to this booking; nobody else can buy them. 50.00 EUR authorised, not known to be "
            + "charged. No tickets, and nothing sent. At risk until this booking is confirmed or undone: 50.00 EUR.");
    }

    [Fact]
    public async Task Details_OfAParkedBooking_SayWhyAndWhatCanBeDecided()
    {
        await using var harness = await BookingHarness.StartAsync();
        harness.World.Next("SendTickets", new Fault.Refuse(RefusalCodes.MailAddressRejected));
        var handle = await harness.BookAsync();
        await harness.ParkedAsync(handle);

        (await DetailsAsync(handle)).ShouldMatch(@"^Needs attention: deliver-tickets is stuck since \S+ \S+ UTC \(case 1\), because of "
            + @"MailAddressRejected: refused: MailAddressRejected\. It waits for a decision\. What can be decided: retry it, undo the "
            + @"saga, or accept it as done on evidence\.\n\nSeats A-1, A-2: sold");
    }

    [Fact]
    public async Task Details_OfAnOutageThatLasts_SayHowOftenItIsTriedAgain()
    {
        await using var harness = await BookingHarness.StartAsync();
        harness.World.Always("SendTickets", new Fault.Break());
        var handle = await harness.BookAsync();
        var result = handle.GetResultAsync();
        await harness.ParkedAsync(handle);
        (await DetailsAsync(handle)).ShouldContain("It is tried again every 5 min.");
        harness.World.Heal("SendTickets");
        await result;
    }

    [Fact]
    public async Task Details_OfABookingBeingUndone_SayWhyAndWhereItIs()
    {
        await using var harness = await BookingHarness.StartAsync();
        var gate = new Gate();
        harness.World.Next("AuthorisePayment", new Fault.Refuse(RefusalCodes.PaymentDeclined));
        harness.World.Next("ReleaseSeats", new Fault.WaitAt(gate));
        var handle = await harness.BookAsync();
        await gate.Reached;

        var details = await DetailsAsync(handle);

        gate.Open();
        await handle.GetResultAsync();
        details.ShouldStartWith("Being undone, because of PaymentDeclined: refused: PaymentDeclined. Now release-seats, which undoes "
            + "hold-seats, since ");
        details.ShouldEndWith(
            "Seats A-1, A-2: held for this booking; nobody else can buy them. Nothing charged; the authorisation is cancelled. "
            + "No tickets, and nothing sent.");
    }

    [Theory]
    [MemberData(nameof(Scenario))]
    public async Task Words_OfEveryWayThroughTheSaga_AreThereShortAndNotPersonal(string scenario)
    {
        await using var harness = await BookingHarness.StartAsync();
        var handle = await Scenarios.All[scenario](harness);

        var description = await handle.DescribeAsync();
        (await description.GetStaticSummaryAsync()).ShouldBe(handle.Id.StartsWith("recovery-", StringComparison.Ordinal)
            ? "Recovery: seats A-1, A-2 of demo, because its workflow was terminated by an operator"
            : "Booking of seats A-1, A-2 of demo");
        var attributes = description.TypedSearchAttributes.UntypedValues;
        attributes.Keys.Select(key => key.Name).ShouldContain(SearchAttributeNames.SagaState);
        List<string> told = [await DetailsAsync(handle), .. attributes.Values.Select(value => $"{value}")];
        await foreach (var entry in handle.FetchHistoryEventsAsync())
        {
            if (entry.EventType is EventType.ActivityTaskScheduled or EventType.TimerStarted)
            {
                told.Add(SummaryOf(entry));
            }
        }

        told[0].ShouldStartWith("Ended ");
        foreach (var words in told)
        {
            words.ShouldNotContain("Ada");
            words.ShouldNotContain("@");
        }
    }

    [Fact]
    public async Task Summaries_OfFiftySeatsWithLongNames_FitWhereTheyAreKept()
    {
        await using var harness = await BookingHarness.StartAsync();
        var command = harness.Command() with
        {
            EventId = new string('e', BookSeats.EventIdLengthMax),
            Seats = [.. Enumerable.Range(10, BookSeats.SeatsMax).Select(i => $"{new string('ж', 3)}{new string('s', 20)}-{i}")],
        };
        var handle = await harness.StartAsync(command);
        (await handle.GetResultAsync()).Status.ShouldBe(BookingStatuses.Confirmed);
        JsonBytes((await (await handle.DescribeAsync()).GetStaticSummaryAsync())!).ShouldBeLessThan(SummaryBytesMax - EncryptionBytesMax);
        await foreach (var entry in handle.FetchHistoryEventsAsync())
        {
            if (entry.EventType == EventType.ActivityTaskScheduled)
            {
                JsonBytes(SummaryOf(entry)).ShouldBeLessThan(SummaryBytesMax - EncryptionBytesMax);
            }
        }
    }

    private static string SummaryOf(HistoryEvent entry)
    {
        entry.UserMetadata.ShouldNotBeNull($"event {entry.EventId} has a summary");
        var summary = JsonSerializer.Deserialize<string>(entry.UserMetadata.Summary.Data.Span);
        summary.ShouldNotBeNullOrEmpty();
        return summary;
    }

    private static int JsonBytes(string text) => JsonSerializer.SerializeToUtf8Bytes(text).Length;

    private static async Task<string> DetailsAsync(WorkflowHandle handle) =>
        (await handle.QueryAsync<WorkflowMetadata>("__temporal_workflow_metadata", [])).CurrentDetails;
}
