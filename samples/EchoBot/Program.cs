using WhatsAppKit.EchoBot;

await EchoApp.Build(args).RunAsync();
