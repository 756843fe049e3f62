namespace Interop.Node;

/// <summary>A test that needs Node: skipped where there is none, but never on CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute()
    {
        if (!NodeTool.OnCi)
        {
            Skip = NodeTool.Missing;
        }
    }
}
