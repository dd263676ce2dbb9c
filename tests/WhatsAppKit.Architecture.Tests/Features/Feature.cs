using System.Reflection;
using System.Runtime.CompilerServices;
using WhatsAppKit.Core;

namespace WhatsAppKit.Architecture.Tests.Features;

/// <summary>A method that a user of the client can call; its overloads count as one.</summary>
/// <param name="Type">The full name of the type that has it.</param>
/// <param name="Method">Its name.</param>
/// <param name="Path">How a user reaches it from a client, as in <c>client.Groups.CreateAsync</c>.</param>
internal sealed record Feature(string Type, string Method, string Path)
{
    /// <summary>Everything that can be reached from a client through its properties.</summary>
    public static IReadOnlyList<Feature> All()
    {
        var found = new List<Feature>();
        Collect(typeof(WhatsAppClient), "client", [], found);
        return found;
    }

    private static void Collect(Type type, string path, HashSet<Type> seen, List<Feature> found)
    {
        if (!seen.Add(type))
        {
            return;
        }

        const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        foreach (var name in type.GetMethods(Own).Where(IsOffered).Select(method => method.Name).Distinct().Order(StringComparer.Ordinal))
        {
            found.Add(new Feature(type.FullName!, name, $"{path}.{name}"));
        }

        foreach (var property in type.GetProperties(Own).Where(property => IsService(property.PropertyType)).OrderBy(property => property.Name, StringComparer.Ordinal))
        {
            Collect(property.PropertyType, $"{path}.{property.Name}", seen, found);
        }
    }

    private static bool IsOffered(MethodInfo method) =>
        !method.IsSpecialName
        && method.GetBaseDefinition().DeclaringType == method.DeclaringType
        && method.Name != nameof(IAsyncDisposable.DisposeAsync);

    // A service is made by the client alone; a record is a value.
    private static bool IsService(Type type) =>
        type.Assembly == typeof(WhatsAppClient).Assembly
        && type is { IsClass: true, IsPublic: true }
        && type.GetConstructors().Length == 0
        && type.GetMethod("<Clone>$") is null
        && type.GetCustomAttribute<CompilerGeneratedAttribute>() is null;
}
