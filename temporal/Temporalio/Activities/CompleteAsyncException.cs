using Temporalio.Exceptions;

namespace Temporalio.Activities;

/// <summary>Thrown by an activity to say that it will be completed from outside, by task token or by id.</summary>
public class CompleteAsyncException : TemporalException
{
    /// <summary>Creates the exception.</summary>
    public CompleteAsyncException()
    {
    }
}
