#pragma warning disable CA1852, CA1812, CA1823, CS0169, IDE0130 // Samples that break a rule, only looked at.

namespace Architecture.Samples.Bookings
{
    internal static class Seat
    {
        public static int Count() => 1;
    }

    internal sealed class Ticket;
}

namespace Architecture.Samples.Events
{
    internal class ByField
    {
        private readonly Bookings.Ticket? _ticket;
    }

    internal class ByCall
    {
        public int Count() => Bookings.Seat.Count();
    }

    internal class ByTypeArgument
    {
        public Type Kind() => typeof(List<Bookings.Ticket>);
    }
}
