using System.Text;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.Phones;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Answers questions about catalogues, and takes changes of the asking account's own.</summary>
internal sealed class CatalogAnswers(AccountDirectory accounts, ProfileArchive profiles)
{
    private const int DefaultLimit = 10;

    public async Task<BinaryNode> AnswerAsync(Device sender, BinaryNode iq)
    {
        var answer = Answer(sender, iq);
        if (iq.Child("business_profile") is not null)
        {
            await profiles.SaveAsync(sender.Account).ConfigureAwait(false);
        }

        return answer;
    }

    private BinaryNode Answer(Device sender, BinaryNode iq)
    {
        lock (accounts.Gate)
        {
            return iq.Children.Count == 0 ? Bad(iq) : (iq["type"], iq.Children[0].Tag) switch
            {
                ("get", "product_catalog") => Page(iq, iq.Children[0]),
                ("get", "collections") => Collections(iq, iq.Children[0]),
                ("get", "order") => Order(iq, iq.Children[0], sender.Account),
                ("set", "product_catalog_add") => Add(iq, iq.Children[0], sender.Account.Catalog),
                ("set", "product_catalog_edit") => Edit(iq, iq.Children[0], sender.Account.Catalog),
                ("set", "product_catalog_delete") => Delete(iq, iq.Children[0], sender.Account.Catalog),
                ("set", "business_profile") => SetProfile(iq, iq.Children[0], sender.Account),
                _ => Nodes.Unknown(iq),
            };
        }
    }

    private static BinaryNode Bad(BinaryNode iq) => Nodes.Error(iq, 400, "bad-request");

    private BinaryNode Page(BinaryNode iq, BinaryNode asked)
    {
        if (accounts.Find(asked.Jid("jid") ?? default) is not { } business)
        {
            return Nodes.Error(iq, 404, "item-not-found");
        }

        var limit = int.TryParse(asked.Child("limit")?.Text, out var told) ? Math.Max(told, 1) : DefaultLimit;
        var start = int.TryParse(asked.Child("after")?.Text, out var cursor) ? Math.Max(cursor, 0) : 0;
        var shown = business.Catalog.Products.Skip(start).Take(limit).Select(Describe).ToList();
        if (start + limit < business.Catalog.Products.Count)
        {
            shown.Add(new BinaryNode("paging", null, Text("after", Nodes.Text(start + limit))));
        }

        return Nodes.Result(iq, new BinaryNode("product_catalog", null, [.. shown]));
    }

    /// <summary>One collection, of everything.</summary>
    private BinaryNode Collections(BinaryNode iq, BinaryNode asked)
    {
        if (accounts.Find(asked.Jid("biz_jid") ?? default) is not { } business)
        {
            return Nodes.Error(iq, 404, "item-not-found");
        }

        var all = new BinaryNode(
            "collection",
            null,
            [
                Text("id", "1"), Text("name", "Everything"), new BinaryNode("status_info", null, Text("status", "APPROVED"), Text("can_appeal", "false")),
                .. business.Catalog.Products.Select(Describe),
            ]);
        return Nodes.Result(iq, business.Catalog.Products.Count == 0 ? new BinaryNode("collections") : new BinaryNode("collections", null, all));
    }

    /// <summary>An order of one of everything that the account sells.</summary>
    private static BinaryNode Order(BinaryNode iq, BinaryNode asked, Account account)
    {
        if (asked.Child("token")?.Text is not { Length: > 0 } || account.Catalog.Products.Count == 0)
        {
            return Nodes.Error(iq, 404, "item-not-found");
        }

        var total = account.Catalog.Products.Sum(product => long.TryParse(product.Fields.Child("price")?.Text, out var price) ? price : 0);
        return Nodes.Result(iq, new BinaryNode(
            "order",
            [("id", asked["id"]), ("creation_ts", "1760000000")],
            [
                new BinaryNode("price", null, Text("subtotal", Nodes.Text(total)), Text("total", Nodes.Text(total)), Text("currency", "EUR"), Text("price_status", "CONFIRMED")),
                .. account.Catalog.Products.Select(product => new BinaryNode(
                    "product",
                    null,
                    Text("id", product.Id),
                    Text("name", product.Fields.Child("name")?.Text ?? ""),
                    Text("price", product.Fields.Child("price")?.Text ?? "0"),
                    Text("currency", product.Fields.Child("currency")?.Text ?? "EUR"),
                    Text("quantity", "1"),
                    new BinaryNode("image", null, Text("id", "1"), Text("url", "https://mmg.whatsapp.net/p.jpg")))),
            ]));
    }

    private static BinaryNode Add(BinaryNode iq, BinaryNode change, Catalog catalog)
    {
        if (change.Child("product") is not { } fields || fields.Child("name")?.Text is not { Length: > 0 })
        {
            return Bad(iq);
        }

        catalog.Products.Add((catalog.NewId(), fields));
        return Nodes.Result(iq, new BinaryNode("product_catalog_add", null, Describe(catalog.Products[^1])));
    }

    private static BinaryNode Edit(BinaryNode iq, BinaryNode change, Catalog catalog)
    {
        var fields = change.Child("product");
        var at = catalog.Products.FindIndex(product => product.Id == fields?.Child("id")?.Text);
        if (at < 0)
        {
            return Nodes.Error(iq, 404, "item-not-found");
        }

        // What is not told stays.
        var known = catalog.Products[at].Fields;
        var kept = known.Children.Where(child => fields!.Child(child.Tag) is null);
        catalog.Products[at] = (catalog.Products[at].Id, new BinaryNode(
            "product", [("is_hidden", fields!["is_hidden"] ?? known["is_hidden"])], [.. fields.Children.Where(child => child.Tag != "id"), .. kept]));
        return Nodes.Result(iq, new BinaryNode("product_catalog_edit", null, Describe(catalog.Products[at])));
    }

    private static BinaryNode Delete(BinaryNode iq, BinaryNode change, Catalog catalog)
    {
        var ids = change.ChildrenOf("product").Select(product => product.Child("id")?.Text).ToHashSet();
        var deleted = catalog.Products.RemoveAll(product => ids.Contains(product.Id));
        return Nodes.Result(iq, new BinaryNode("product_catalog_delete", [("deleted_count", Nodes.Text(deleted))]));
    }

    private static BinaryNode SetProfile(BinaryNode iq, BinaryNode changes, Account account)
    {
        var business = account.Profile.Business ?? new SandboxBusiness(account.Number);
        account.Profile.Business = business with
        {
            Address = changes.Child("address")?.Text ?? business.Address,
            Email = changes.Child("email")?.Text ?? business.Email,
            Description = changes.Child("description")?.Text ?? business.Description,
            Websites = changes.Child("website") is null ? business.Websites : [.. changes.ChildrenOf("website").Select(site => site.Text ?? "")],
        };
        return Nodes.Result(iq);
    }

    private static BinaryNode Describe((string Id, BinaryNode Fields) product) => new(
        "product",
        [("is_hidden", product.Fields["is_hidden"])],
        [
            Text("id", product.Id),
            .. product.Fields.Children.Where(child => child.Tag is not ("media" or "compliance_info")),
            new BinaryNode("media", null, [.. product.Fields.Child("media")?.ChildrenOf("image").Select(image => new BinaryNode(
                "image", null, Text("request_image_url", image.Child("url")?.Text ?? ""), Text("original_image_url", image.Child("url")?.Text ?? ""))) ?? []]),
            new BinaryNode("status_info", null, Text("status", "APPROVED")),
        ]);

    private static BinaryNode Text(string tag, string text) => new(tag, null, Encoding.UTF8.GetBytes(text));
}
