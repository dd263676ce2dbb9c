using System.Xml.Linq;

namespace WhatsAppKit.Architecture.Tests;

/// <summary>The arrows between projects, and the order of Core's layers.</summary>
public class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["WhatsAppKit.Core"] = [],
        ["WhatsAppKit.Contracts"] = [],
        ["WhatsAppKit.AspNetCore"] = ["WhatsAppKit.Core", "WhatsAppKit.Contracts"],
        ["WhatsAppKit.Client"] = ["WhatsAppKit.Contracts"],
        ["WhatsAppKit.Sandbox"] = ["WhatsAppKit.Core"],
        ["WhatsAppKit.Sandbox.Host"] = ["WhatsAppKit.Sandbox"],
        ["WhatsAppKit.Testing"] = ["WhatsAppKit.AspNetCore", "WhatsAppKit.Sandbox", "WhatsAppKit.Client"],
        ["WhatsAppKit.Client.SignalR"] = ["WhatsAppKit.Client", "WhatsAppKit.Contracts"],
        ["WhatsAppKit.Webhooks"] = ["WhatsAppKit.Client", "WhatsAppKit.Contracts"],
    };

    // Lowest first: a folder may use those before it.
    private static readonly string[] Layers = ["Crypto", "Binary", "Noise", "Transport", "Signal"];

    private static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "WhatsAppKit.sln")))
            {
                folder = folder.Parent ?? throw new InvalidOperationException("The repository's root was not found.");
            }

            return folder.FullName;
        }
    }

    [Fact]
    public void Projects_reference_only_what_the_design_draws()
    {
        var projects = Directory.GetFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories);
        Assert.Equal(Allowed.Keys.Order(), projects.Select(Path.GetFileNameWithoutExtension).Order());
        foreach (var project in projects)
        {
            var references = XDocument.Load(project).Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
            Assert.Subset(Allowed[Path.GetFileNameWithoutExtension(project)].ToHashSet(), references.ToHashSet());
        }
    }

    [Fact]
    public void Layers_of_the_core_use_only_those_below_them()
    {
        for (var i = 0; i < Layers.Length; i++)
        {
            // A layer below others knows nothing of those, nor of sessions and features.
            var forbidden = Layers.Skip(i + 1).Concat(["Session", "Messages", "Pairing", "Client", "Storage"]);
            foreach (var file in Directory.GetFiles(Path.Combine(Root, "src", "WhatsAppKit.Core", Layers[i]), "*.cs", SearchOption.AllDirectories))
            {
                var text = File.ReadAllText(file);
                foreach (var layer in forbidden)
                {
                    Assert.False(text.Contains($"using WhatsAppKit.Core.{layer}", StringComparison.Ordinal), $"{Path.GetFileName(file)} uses {layer}.");
                }
            }
        }
    }

    [Fact]
    public void The_core_knows_neither_the_sandbox_nor_a_web_server_nor_a_database()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Root, "src", "WhatsAppKit.Core"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)))
        {
            var text = File.ReadAllText(file);
            Assert.DoesNotContain("WhatsAppKit.Sandbox", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Microsoft.AspNetCore", text, StringComparison.Ordinal);
            Assert.DoesNotContain("EntityFrameworkCore", text, StringComparison.Ordinal);
        }
    }
}
