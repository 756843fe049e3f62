namespace Temporalio.Common;

/// <summary>A metric.</summary>
public abstract class Metric
{
    private protected Metric(string name, string? unit, string? description)
    {
        Name = name;
        Unit = unit;
        Description = description;
    }

    /// <summary>Name.</summary>
    public string Name { get; private init; }

    /// <summary>Unit, if any.</summary>
    public string? Unit { get; private init; }

    /// <summary>Description, if any.</summary>
    public string? Description { get; private init; }
}

/// <summary>A metric with values of one type.</summary>
/// <typeparam name="T">Type of the values.</typeparam>
public abstract class Metric<T> : Metric
    where T : struct
{
    private protected Metric(string name, string? unit, string? description)
        : base(name, unit, description)
    {
    }
}
