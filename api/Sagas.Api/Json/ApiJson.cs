using System.Text.Json;
using System.Text.Json.Serialization;
using Sagas.Api.Bookings;
using Sagas.Api.Events;
using Sagas.Api.Health;
using Sagas.Api.Problems;
using Sagas.Api.Support;
using Sagas.Contracts.Bookings;

namespace Sagas.Api.Json;

/// <summary>Everything that goes over the wire, with its serialiser made at build time. A number is a number, never a text.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(BookSeats))]
[JsonSerializable(typeof(ParkedBooking))]
[JsonSerializable(typeof(BookingRequest))]
[JsonSerializable(typeof(BookingResponse))]
[JsonSerializable(typeof(TicketResponse[]))]
[JsonSerializable(typeof(EventsResponse))]
[JsonSerializable(typeof(EventDetailResponse))]
[JsonSerializable(typeof(SeatsResponse))]
[JsonSerializable(typeof(RetryRequest))]
[JsonSerializable(typeof(CompensateRequest))]
[JsonSerializable(typeof(RepairResponse))]
[JsonSerializable(typeof(StuckBookingsResponse))]
[JsonSerializable(typeof(SupportCaseResponse))]
[JsonSerializable(typeof(HealthResponse))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ApiJson : JsonSerializerContext;
