namespace Temporalio.Worker.Tuning;

/// <summary>How many polls of a kind are open at once.</summary>
public abstract class PollerBehavior
{
    private protected PollerBehavior()
    {
    }

    /// <summary>A fixed number of polls.</summary>
    public sealed class SimpleMaximum : PollerBehavior
    {
        /// <summary>Creates the behaviour.</summary>
        /// <param name="maximum">Number of polls.</param>
        public SimpleMaximum(int maximum) => Maximum = maximum;

        /// <summary>Gets the number of polls.</summary>
        public int Maximum { get; }
    }

    /// <summary>A number of polls that follows the server's hints.</summary>
    public sealed class Autoscaling : PollerBehavior
    {
        /// <summary>Creates the behaviour.</summary>
        /// <param name="minimum">Least number of polls.</param>
        /// <param name="maximum">Largest number of polls.</param>
        /// <param name="initial">Number of polls at first.</param>
        /// <exception cref="ArgumentException">A number is negative.</exception>
        public Autoscaling(int minimum = 1, int maximum = 100, int initial = 5)
        {
            if (minimum < 0 || maximum < 0 || initial < 0)
            {
                throw new ArgumentException("Minimum, maximum, and initial must be >= 0");
            }
            Minimum = minimum;
            Maximum = maximum;
            Initial = initial;
        }

        /// <summary>Gets the least number of polls.</summary>
        public int Minimum { get; }

        /// <summary>Gets the largest number of polls.</summary>
        public int Maximum { get; }

        /// <summary>Gets the number of polls at first.</summary>
        public int Initial { get; }
    }
}
