namespace Temporalio.Worker.Tuning;

/// <summary>A slot that was given.</summary>
public class SlotPermit
{
    /// <summary>Creates a permit without data.</summary>
    public SlotPermit()
    {
    }

    /// <summary>Creates a permit with data of the supplier.</summary>
    /// <param name="data">Data.</param>
    public SlotPermit(object data) => UserData = data;

    /// <summary>Gets the data of the supplier.</summary>
    public object? UserData { get; init; }
}
