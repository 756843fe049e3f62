namespace Temporalio.Activities;

/// <summary>Marks a method as an activity.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class ActivityAttribute : Attribute
{
    /// <summary>Names the activity after the method, without the ending <c>Async</c> if it returns a task.</summary>
    public ActivityAttribute()
    {
    }

    /// <summary>Names the activity.</summary>
    /// <param name="name">Activity type.</param>
    public ActivityAttribute(string name) => Name = name;

    /// <summary>Activity type; null for the method's name.</summary>
    public string? Name { get; private init; }

    /// <summary>
    /// Whether this is the activity for every type that no other has. It must take one parameter, an array of raw
    /// values.
    /// </summary>
    /// <value>False.</value>
    public bool Dynamic { get; set; }
}
