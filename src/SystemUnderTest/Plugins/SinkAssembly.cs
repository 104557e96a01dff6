using System.Reflection;
using System.Runtime.Loader;
using SmtpGate.Files;
using SmtpGate.Sinks;

namespace SmtpGate.Plugins;

/// <summary>A sink out of somebody else's assembly.</summary>
/// <param name="File">The assembly; what it needs besides the gateway lies beside it.</param>
/// <param name="Class">A public class with a constructor without arguments, or with one: its settings as JSON text.</param>
public sealed record SinkClass(string File, string Class);

/// <summary>Loads sinks from assemblies. One file is loaded once; a changed one counts when the gateway starts anew.</summary>
public static class SinkAssembly
{
    private static readonly Lock Loading = new();
    private static readonly Dictionary<string, Assembly> Loaded = new(StringComparer.Ordinal);

    /// <summary>The class, or what is wrong with it.</summary>
    public static (Type? Type, string? Problem) Find(SinkClass wanted)
    {
        if (MissingFile.Find(wanted.File) is { } missing)
            return (null, missing);
        try
        {
            var type = Load(wanted.File).GetType(wanted.Class);
            if (type is null)
                return (null, $"'{wanted.File}' has no class '{wanted.Class}'");
            if (!typeof(ISink).IsAssignableFrom(type))
                return (null, $"'{wanted.Class}' is no sink: it does not implement {typeof(ISink).FullName}");
            return Constructor(type) is null
                ? (null, $"'{wanted.Class}' needs a public constructor without arguments, or with one text: its settings")
                : (type, null);
        }
        catch (Exception wrong) when (wrong is BadImageFormatException or FileLoadException or FileNotFoundException)
        {
            return (null, $"'{wanted.File}' cannot be loaded: {wrong.Message}");
        }
    }

    /// <summary>One sink of the class.</summary>
    /// <param name="settings">As they are written; empty where there are none.</param>
    /// <exception cref="InvalidOperationException">There is no such class; who loaded the settings has asked.</exception>
    public static ISink Make(SinkClass wanted, string settings)
    {
        var (type, problem) = Find(wanted);
        var constructor = Constructor(type ?? throw new InvalidOperationException(problem))!;
        return (ISink)constructor.Invoke(constructor.GetParameters().Length == 0 ? [] : [settings]);
    }

    private static ConstructorInfo? Constructor(Type type) =>
        type.GetConstructor([typeof(string)]) ?? type.GetConstructor([]);

    private static Assembly Load(string file)
    {
        lock (Loading)
        {
            if (!Loaded.TryGetValue(file, out var assembly))
                Loaded[file] = assembly = new Context(file).LoadFromAssemblyPath(file);
            return assembly;
        }
    }

    // What the gateway has is the gateway's own; everything else lies beside the assembly.
    private sealed class Context(string file) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(file))
    {
        private readonly AssemblyDependencyResolver _resolver = new(file);

        protected override Assembly? Load(AssemblyName assemblyName) =>
            Default.Assemblies.Any(a => a.GetName().Name == assemblyName.Name) ? null
            : _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path)
            : null;
    }
}
