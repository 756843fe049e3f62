using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Architecture.Dependencies;

/// <summary>What an assembly's code touches, read from its metadata and its IL.</summary>
internal sealed class CompiledCode
{
    private readonly PEReader _image;
    private readonly MetadataReader _metadata;

    private CompiledCode(string path)
    {
        _image = new PEReader(ImmutableArray.Create(File.ReadAllBytes(path)));
        _metadata = _image.GetMetadataReader();
    }

    /// <summary>Assemblies that its code refers to.</summary>
    public IReadOnlyCollection<string> References =>
    [
        .. _metadata.AssemblyReferences.Select(handle =>
            _metadata.GetString(_metadata.GetAssemblyReference(handle).Name)),
    ];

    /// <summary>Opens an assembly that lies beside the tests.</summary>
    public static CompiledCode Open(string name) => new(Path.Combine(AppContext.BaseDirectory, name + ".dll"));

    /// <summary>Each of its namespaces with the types of the same assembly or another that its code uses.</summary>
    public IEnumerable<(string From, string To)> Uses()
    {
        foreach (var handle in _metadata.TypeDefinitions)
        {
            var type = _metadata.GetTypeDefinition(handle);
            var from = FullName(type);
            foreach (var to in TypesOf(type).Distinct())
            {
                yield return (from, to);
            }
        }
    }

    private IEnumerable<string> TypesOf(TypeDefinition type)
    {
        var names = new TypeNames(_metadata, FullName);
        foreach (var field in type.GetFields())
        {
            names.Add(_metadata.GetFieldDefinition(field).DecodeSignature(names, null));
        }

        foreach (var handle in type.GetMethods())
        {
            var method = _metadata.GetMethodDefinition(handle);
            var signature = method.DecodeSignature(names, null);
            names.Add(signature.ReturnType);
            foreach (var parameter in signature.ParameterTypes)
            {
                names.Add(parameter);
            }

            if (method.RelativeVirtualAddress != 0)
            {
                var body = _image.GetMethodBody(method.RelativeVirtualAddress);
                Intermediate.Tokens(body.GetILReader()).ToList().ForEach(names.AddToken);
            }
        }

        if (!type.BaseType.IsNil)
        {
            names.AddToken(type.BaseType);
        }

        return names.All;
    }

    private string FullName(TypeDefinition type)
    {
        var outer = type.GetDeclaringType();
        var name = _metadata.GetString(type.Name);
        return outer.IsNil
            ? $"{_metadata.GetString(type.Namespace)}.{name}"
            : $"{FullName(_metadata.GetTypeDefinition(outer))}.{name}";
    }
}
