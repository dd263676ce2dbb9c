using Xunit;

namespace WhatsAppKit.TestKit;

/// <summary>A document that a test writes from the code. Where it is checked rather than written (CI=true), it must be the one that was committed.</summary>
internal static class PublishedDocument
{
    public static void Publish(string path, string text)
    {
        var full = Path.Combine(RepositoryRoot(), path);
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Equal(text, File.ReadAllText(full));
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    public static string Read(string path) => File.ReadAllText(Path.Combine(RepositoryRoot(), path));

    /// <summary>The source files below a folder, each with its path from there.</summary>
    public static IEnumerable<(string Path, string Text)> Sources(string folder)
    {
        var root = Path.Combine(RepositoryRoot(), folder);
        return Directory.GetFiles(root, "*.cs", SearchOption.AllDirectories).Select(file => (Path.GetRelativePath(root, file).Replace('\\', '/'), File.ReadAllText(file)))
            .Where(file => !file.Item1.StartsWith("obj/", StringComparison.Ordinal) && !file.Item1.StartsWith("bin/", StringComparison.Ordinal));
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "WhatsAppKit.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run from within the repository.");
        }

        return folder.FullName;
    }
}
